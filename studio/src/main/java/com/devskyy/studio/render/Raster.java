package com.devskyy.studio.render;

import java.util.Arrays;

/// Which triangle is seen in each sample, and how near it is. Triangles that turn their back are
/// left out: everything the studio makes is closed.
final class Raster {
  final int width;
  final int height;

  /// Greater is nearer; 0 where nothing is.
  final float[] depth;

  /// Number of the triangle over all parts; -1 where nothing is.
  final int[] seen;

  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    depth = new float[width * height];
    seen = new int[width * height];
    Arrays.fill(seen, -1);
  }

  /// @param screen x, y in pixels and depth of each vertex
  void draw(float[] screen, int[] triangles, int firstNumber) {
    for (int c = 0; c < triangles.length; c += 3) {
      draw(
          screen,
          3 * triangles[c],
          3 * triangles[c + 1],
          3 * triangles[c + 2],
          firstNumber + c / 3);
    }
  }

  private void draw(float[] s, int a, int b, int c, int number) {
    float ax = s[a];
    float ay = s[a + 1];
    float bx = s[b];
    float by = s[b + 1];
    float cx = s[c];
    float cy = s[c + 1];
    float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (area >= 0) {
      return;
    }
    int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5f));
    int bottom = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5f));
    int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5f));
    int right = Math.min(width - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5f));
    float scale = 1 / area;
    float stepB = (cy - ay) * scale;
    float stepC = (ay - by) * scale;
    for (int y = top; y <= bottom; y++) {
      float px = left + 0.5f - ax;
      float py = y + 0.5f - ay;
      float wb = (px * (cy - ay) - py * (cx - ax)) * scale;
      float wc = (py * (bx - ax) - px * (by - ay)) * scale;
      for (int x = left; x <= right; x++, wb += stepB, wc += stepC) {
        float wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) {
          continue;
        }
        float near = wa * s[a + 2] + wb * s[b + 2] + wc * s[c + 2];
        int i = y * width + x;
        if (near > depth[i]) {
          depth[i] = near;
          seen[i] = number;
        }
      }
    }
  }
}
