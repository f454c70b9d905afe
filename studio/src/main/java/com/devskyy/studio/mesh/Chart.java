package com.devskyy.studio.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A patch of a shell that is laid flat by looking at it from one side: no triangle leans away by
/// more than the limit, so nothing is stretched by more than its secant, and none covers another.
///
/// @param triangles numbers of triangles in the shell
/// @param axes u, then v, of the plane it is laid into; v points down in the texture
/// @param side of the cloth
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
record Chart(Shell shell, int[] triangles, double[] axes, byte side) {
  /// Cosine of the greatest lean: 56 degrees, a stretch of 1.8.
  static final double LEAN = 0.56;

  /// Metres of the grid on which overlaps are looked for; what slips through it [Overlaps] finds.
  private static final double GRID = 0.00125;

  static List<Chart> of(Shell shell) {
    return new Maker(shell).charts();
  }

  /// A part of it, laid flat the same way.
  Chart of(int... some) {
    return new Chart(shell, some, axes, side);
  }

  double u(int vertex) {
    double[] p = shell.points();
    return axes[0] * p[3 * vertex] + axes[1] * p[3 * vertex + 1] + axes[2] * p[3 * vertex + 2];
  }

  double v(int vertex) {
    double[] p = shell.points();
    return axes[3] * p[3 * vertex] + axes[4] * p[3 * vertex + 1] + axes[5] * p[3 * vertex + 2];
  }

  private static final class Maker {
    private final Shell shell;
    private final int count;
    private final double[] normals;
    private final double[] areas;
    private final int[] neighbours;
    private final boolean[] taken;
    private final int[] queue;
    private final int[] queuedFor;
    private final Footprint footprint = new Footprint();

    Maker(Shell shell) {
      this.shell = shell;
      count = shell.triangleCount();
      normals = new double[3 * count];
      areas = new double[count];
      taken = new boolean[count];
      queue = new int[count];
      queuedFor = new int[count];
      measure();
      neighbours = neighbours();
    }

    private void measure() {
      double[] p = shell.points();
      int[] t = shell.triangles();
      for (int i = 0; i < count; i++) {
        int a = 3 * t[3 * i];
        int b = 3 * t[3 * i + 1];
        int c = 3 * t[3 * i + 2];
        double ux = p[b] - p[a];
        double uy = p[b + 1] - p[a + 1];
        double uz = p[b + 2] - p[a + 2];
        double vx = p[c] - p[a];
        double vy = p[c + 1] - p[a + 1];
        double vz = p[c + 2] - p[a + 2];
        double nx = uy * vz - uz * vy;
        double ny = uz * vx - ux * vz;
        double nz = ux * vy - uy * vx;
        double length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-20;
        normals[3 * i] = nx / length;
        normals[3 * i + 1] = ny / length;
        normals[3 * i + 2] = nz / length;
        areas[i] = length / 2;
      }
    }

    /// Across each edge the triangle of the same side; -1 for none.
    private int[] neighbours() {
      int[] t = shell.triangles();
      var around = Around.of(t, shell.points().length / 3);
      int[] out = new int[t.length];
      Arrays.fill(out, -1);
      for (int c = 0; c < t.length; c++) {
        int to = t[c % 3 == 2 ? c - 2 : c + 1];
        for (int i = around.start(to); i < around.end(to); i++) {
          int k = around.corner(i);
          if (t[k % 3 == 2 ? k - 2 : k + 1] == t[c]
              && shell.sides()[k / 3] == shell.sides()[c / 3]) {
            out[c] = k / 3;
          }
        }
      }
      return out;
    }

    List<Chart> charts() {
      List<Chart> charts = new ArrayList<>();
      double[] direction = new double[3];
      while (true) {
        int seed = seed(direction);
        if (seed < 0) {
          return charts;
        }
        charts.add(grow(seed, direction));
      }
    }

    /// The direction that most of the rest faces, and the largest triangle that faces it best.
    private int seed(double[] direction) {
      double most = 0;
      for (int d = 0; d < 26; d++) {
        int code = d < 13 ? d : d + 1;
        double[] look = {code % 3 - 1, code / 3 % 3 - 1, code / 9 - 1};
        double length = Math.sqrt(look[0] * look[0] + look[1] * look[1] + look[2] * look[2]);
        double sum = 0;
        for (int i = 0; i < count; i++) {
          double facing = taken[i] ? 0 : facing(i, look) / length;
          sum += facing > 0.8 ? areas[i] : 0;
        }
        if (sum > most) {
          most = sum;
          for (int axis = 0; axis < 3; axis++) {
            direction[axis] = look[axis] / length;
          }
        }
      }
      int seed = -1;
      double best = -1;
      for (int i = 0; i < count; i++) {
        if (!taken[i]) {
          double value = areas[i] * Math.max(0, facing(i, direction) - 0.7);
          if (value > best) {
            best = value;
            seed = i;
          }
        }
      }
      if (seed >= 0 && facing(seed, direction) < 0.8) {
        System.arraycopy(normals, 3 * seed, direction, 0, 3);
      }
      return seed;
    }

    private double facing(int triangle, double[] look) {
      return normals[3 * triangle] * look[0]
          + normals[3 * triangle + 1] * look[1]
          + normals[3 * triangle + 2] * look[2];
    }

    private Chart grow(int seed, double[] direction) {
      var chart = new Chart(shell, new int[0], axes(direction), shell.sides()[seed]);
      footprint.clear();
      int head = 0;
      int tail = 0;
      int kept = 0;
      int round = seed + 1;
      queue[tail++] = seed;
      queuedFor[seed] = round;
      int[] members = new int[count];
      while (head < tail) {
        int i = queue[head++];
        if (!footprint.add(chart, shell.triangles(), 3 * i) && kept > 0) {
          continue;
        }
        taken[i] = true;
        members[kept++] = i;
        for (int e = 0; e < 3; e++) {
          int other = neighbours[3 * i + e];
          if (other >= 0
              && !taken[other]
              && queuedFor[other] != round
              && facing(other, direction) > LEAN) {
            queuedFor[other] = round;
            queue[tail++] = other;
          }
        }
      }
      return new Chart(shell, Arrays.copyOf(members, kept), chart.axes, chart.side);
    }

    /// Upright where that has a meaning, so that textures look like the garment.
    private static double[] axes(double[] n) {
      double[] up = Math.abs(n[1]) > 0.9 ? new double[] {0, 0, -n[1]} : new double[] {0, 1, 0};
      double ux = up[1] * n[2] - up[2] * n[1];
      double uy = up[2] * n[0] - up[0] * n[2];
      double uz = up[0] * n[1] - up[1] * n[0];
      double length = Math.sqrt(ux * ux + uy * uy + uz * uz);
      ux /= length;
      uy /= length;
      uz /= length;
      return new double[] {
        ux, uy, uz, uy * n[2] - uz * n[1], uz * n[0] - ux * n[2], ux * n[1] - uy * n[0]
      };
    }
  }

  /// Which squares of a grid a chart covers already.
  private static final class Footprint {
    private static final int SIZE = 1024;

    private final int[] covered = new int[SIZE * SIZE];
    private final int[] mine = new int[SIZE * SIZE / 4];
    private int round;

    void clear() {
      round++;
    }

    /// False, and nothing changed, if a square's middle is covered twice.
    boolean add(Chart chart, int[] corners, int c) {
      double ax = chart.u(corners[c]) / GRID;
      double ay = chart.v(corners[c]) / GRID;
      double bx = chart.u(corners[c + 1]) / GRID;
      double by = chart.v(corners[c + 1]) / GRID;
      double dx = chart.u(corners[c + 2]) / GRID;
      double dy = chart.v(corners[c + 2]) / GRID;
      double area = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
      int top = (int) Math.ceil(Math.min(ay, Math.min(by, dy)) - 0.5);
      int bottom = (int) Math.floor(Math.max(ay, Math.max(by, dy)) - 0.5);
      int left = (int) Math.ceil(Math.min(ax, Math.min(bx, dx)) - 0.5);
      int right = (int) Math.floor(Math.max(ax, Math.max(bx, dx)) - 0.5);
      int count = 0;
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          double px = x + 0.5;
          double py = y + 0.5;
          double wa = ((dx - bx) * (py - by) - (dy - by) * (px - bx)) / area;
          double wb = ((ax - dx) * (py - dy) - (ay - dy) * (px - dx)) / area;
          double wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area;
          if (wa <= 0 || wb <= 0 || wc <= 0) {
            continue;
          }
          int square = (y & SIZE - 1) * SIZE + (x & SIZE - 1);
          if (covered[square] == round || count == mine.length) {
            return false;
          }
          mine[count++] = square;
        }
      }
      for (int i = 0; i < count; i++) {
        covered[mine[i]] = round;
      }
      return true;
    }
  }
}
