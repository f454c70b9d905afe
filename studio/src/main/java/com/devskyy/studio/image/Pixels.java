package com.devskyy.studio.image;

/// A picture: `0xAARRGGBB`, row by row from the top left, colours in sRGB, alpha not premultiplied.
/// The array is shared, not copied; whoever makes a picture may still paint on it.
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Pixels(int width, int height, int[] argb) {
  public Pixels {
    if (width < 1 || height < 1 || argb.length != width * height) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels cannot have %d".formatted(width, height, argb.length));
    }
  }

  public Pixels(int width, int height) {
    this(width, height, new int[width * height]);
  }

  public int at(int x, int y) {
    return argb[y * width + x];
  }

  public void set(int x, int y, int colour) {
    argb[y * width + x] = colour;
  }

  /// Half the width and height, each pixel the mean of four; used to smooth what was drawn larger.
  public Pixels halved() {
    var half = new Pixels(width / 2, height / 2);
    for (int y = 0; y < half.height; y++) {
      for (int x = 0; x < half.width; x++) {
        int i = 2 * y * width + 2 * x;
        half.set(x, y, mean(argb[i], argb[i + 1], argb[i + width], argb[i + width + 1]));
      }
    }
    return half;
  }

  /// Two channels at a time: sums of four bytes need ten bits and have sixteen.
  private static int mean(int a, int b, int c, int d) {
    int mask = 0x00FF00FF;
    int low = (a & mask) + (b & mask) + (c & mask) + (d & mask) + 0x00020002;
    int high =
        (a >>> 8 & mask) + (b >>> 8 & mask) + (c >>> 8 & mask) + (d >>> 8 & mask) + 0x00020002;
    return ((low >>> 2) & mask) | ((high >>> 2) & mask) << 8;
  }
}
