package com.devskyy.studio.look;

/// Says what one kind of cloth or trimming looks like, place by place.
@FunctionalInterface
public interface Painter {
  /// Called for each texel: the brush knows the place and takes the paint.
  void paint(Brush brush);
}
