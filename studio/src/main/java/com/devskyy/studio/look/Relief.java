package com.devskyy.studio.look;

import com.devskyy.studio.image.Pixels;

/// A normal map from heights. Slopes are told in fifteen steps either way, so that the map has few
/// colours and packs well; what is flat is exactly flat.
final class Relief {
  private static final int FLAT = 0xFF8080FF;
  private static final int STEPS = 7;
  private static final double STEEPEST = 0.9;

  private Relief() {}

  /// A weave turns every other column and row of texels the other way. Looked at from afar that
  /// cancels out, and as it repeats by texels it packs to nothing.
  ///
  /// @param height metres; where `painted` is 0 there is none
  /// @param weave as [Fabric#weave] says
  /// @param density texels a metre
  static Pixels normals(float[] height, byte[] weave, int[] painted, int width, double density) {
    int rows = height.length / width;
    int[] colours = colours();
    int[] out = new int[height.length];
    double scale = density / 2 / STEEPEST * STEPS;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (painted[i] == 0 || x == 0 || y == 0 || x == width - 1 || y == rows - 1) {
          out[i] = FLAT;
          continue;
        }
        float own = height[i];
        double du = look(height, painted, i + 1, own) - look(height, painted, i - 1, own);
        double dv = look(height, painted, i + width, own) - look(height, painted, i - width, own);
        int steps = weave[i] & 15;
        boolean diagonal = weave[i] > 15;
        int across = (diagonal ? x + y & 2 : 2 * (x & 1)) == 0 ? steps : -steps;
        int down = diagonal ? across : ((x + y) & 1) == 0 ? steps / 2 : -(steps / 2);
        out[i] = colours[step(-du * scale + across) * (2 * STEPS + 1) + step(dv * scale + down)];
      }
    }
    return new Pixels(width, rows, out);
  }

  private static float look(float[] height, int[] painted, int i, float own) {
    return painted[i] == 0 ? own : height[i];
  }

  private static int step(double slope) {
    return Math.clamp((int) Math.rint(slope), -STEPS, STEPS) + STEPS;
  }

  private static int[] colours() {
    int side = 2 * STEPS + 1;
    int[] colours = new int[side * side];
    for (int i = 0; i < colours.length; i++) {
      double x = STEEPEST * (i / side - STEPS) / STEPS;
      double y = STEEPEST * (i % side - STEPS) / STEPS;
      double length = Math.sqrt(x * x + y * y + 1);
      colours[i] =
          0xFF000000 | channel(x / length) << 16 | channel(y / length) << 8 | channel(1 / length);
    }
    colours[STEPS * side + STEPS] = FLAT;
    return colours;
  }

  private static int channel(double value) {
    return (int) Math.rint(value * 127 + 128);
  }
}
