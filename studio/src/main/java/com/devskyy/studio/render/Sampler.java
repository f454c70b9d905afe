package com.devskyy.studio.render;

import com.devskyy.studio.image.Pixels;

/// Looks a texture up between its pixels.
final class Sampler {
  private Sampler() {}

  /// Red, green, blue as bytes in an int; sharp enough for a preview, cheap enough for
  /// every pixel of it: weights have eight bits, two channels are blended at a time
  static int at(Pixels texture, float u, float v) {
    int x = Math.clamp((int) (u * texture.width() * 256) - 128, 0, (texture.width() - 1) * 256 - 1);
    int y =
        Math.clamp((int) (v * texture.height() * 256) - 128, 0, (texture.height() - 1) * 256 - 1);
    int[] argb = texture.argb();
    int i = (y >> 8) * texture.width() + (x >> 8);
    int top = blend(argb[i], argb[i + 1], x & 255);
    int bottom = blend(argb[i + texture.width()], argb[i + texture.width() + 1], x & 255);
    return blend(top, bottom, y & 255);
  }

  private static int blend(int a, int b, int weight) {
    int redBlue = (a & 0xFF00FF) * (256 - weight) + (b & 0xFF00FF) * weight;
    int green = (a & 0xFF00) * (256 - weight) + (b & 0xFF00) * weight;
    return ((redBlue >>> 8) & 0xFF00FF) | ((green >>> 8) & 0xFF00);
  }
}
