package com.devskyy.studio.garment;

import com.devskyy.studio.order.GarmentType;

/// Which class cuts which garment.
public final class Patterns {
  private Patterns() {}

  public static Cut cut(GarmentType type, Fit fit) {
    return switch (type) {
      default -> Tee.cut(fit);
    };
  }
}
