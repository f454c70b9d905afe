package com.devskyy.studio.mesh;

import com.devskyy.studio.field.Field;
import java.util.Arrays;

/// Meshes the zero surface of a field: a vertex for each sheet of surface in each cell of a grid, a
/// quad for each edge of the grid that the surface crosses. Fields are asked only near their
/// surface: a block of cells whose middle is far from it is left out.
public final class SurfaceNets {
  /// Cells a side of a block.
  private static final int BLOCK = 4;

  /// A field may grow this much faster than distance does; where it grows faster still, the
  /// surface is followed from block to block.
  private static final double STEEPEST = 1.5;

  private final Field field;
  private final Box box;
  private final double cell;
  private final int nx;
  private final int ny;
  private final int nz;
  private final float[] values;
  private final byte[] insides;
  private final int[] firstVertex;
  private double[] points = new double[3 << 14];
  private int vertices;
  private int[] triangles = new int[6 << 14];
  private int corners;

  private SurfaceNets(Field field, Box box, double cell) {
    this.field = field;
    this.box = box;
    this.cell = cell;
    nx = blocks(box.x1() - box.x0()) * BLOCK;
    ny = blocks(box.y1() - box.y0()) * BLOCK;
    nz = blocks(box.z1() - box.z0()) * BLOCK;
    values = new float[(nx + 1) * (ny + 1) * (nz + 1)];
    insides = new byte[values.length];
    firstVertex = new int[values.length];
    Arrays.fill(values, Float.NaN);
  }

  private int blocks(double length) {
    return (int) Math.ceil(length / (cell * BLOCK));
  }

  /// Meshes a field.
  ///
  /// @param box the surface must lie inside of it, by a cell at least
  /// @param cell metres; what is thinner than two cells may be lost
  public static Surface of(Field field, Box box, double cell) {
    var nets = new SurfaceNets(field, box, cell);
    double near = STEEPEST * cell * BLOCK * Math.sqrt(3) / 2;
    double half = BLOCK / 2.0;
    nets.fillWhere((x, y, z) -> Math.abs(nets.value(x + half, y + half, z + half)) < near);
    while (nets.fillWhere(nets::surfaceRunsOut)) {
      // Once more, as each block filled may show another.
    }
    return nets.quads();
  }

  private interface BlockTest {
    boolean at(int x, int y, int z);
  }

  /// False if there was nothing more to fill.
  private boolean fillWhere(BlockTest test) {
    boolean any = false;
    for (int z = 0; z < nz; z += BLOCK) {
      for (int y = 0; y < ny; y += BLOCK) {
        for (int x = 0; x < nx; x += BLOCK) {
          if (Float.isNaN(values[node(x + 1, y + 1, z + 1)]) && test.at(x, y, z)) {
            fill(x, y, z);
            any = true;
          }
        }
      }
    }
    return any;
  }

  /// Whether the rim of an empty block, filled by its neighbours, is crossed by the surface.
  private boolean surfaceRunsOut(int bx, int by, int bz) {
    boolean inside = false;
    boolean outside = false;
    for (int z = bz; z <= bz + BLOCK; z++) {
      for (int y = by; y <= by + BLOCK; y++) {
        int step = (y - by) % BLOCK == 0 || (z - bz) % BLOCK == 0 ? 1 : BLOCK;
        for (int x = bx; x <= bx + BLOCK; x += step) {
          float value = values[node(x, y, z)];
          inside |= value < 0;
          outside |= value >= 0;
        }
      }
    }
    return inside && outside;
  }

  private double value(double x, double y, double z) {
    return field.at(box.x0() + cell * x, box.y0() + cell * y, box.z0() + cell * z);
  }

  private int node(int x, int y, int z) {
    return (z * (ny + 1) + y) * (nx + 1) + x;
  }

  private void fill(int bx, int by, int bz) {
    for (int z = bz; z <= bz + BLOCK; z++) {
      for (int y = by; y <= by + BLOCK; y++) {
        for (int x = bx; x <= bx + BLOCK; x++) {
          int node = node(x, y, z);
          if (Float.isNaN(values[node])) {
            values[node] = (float) value(x, y, z);
          }
        }
      }
    }
    for (int z = bz; z < bz + BLOCK; z++) {
      for (int y = by; y < by + BLOCK; y++) {
        for (int x = bx; x < bx + BLOCK; x++) {
          vertices(x, y, z);
        }
      }
    }
  }

  private int corner(int node, int corner) {
    return node + (corner & 1) + (corner >> 1 & 1) * (nx + 1) + (corner >> 2) * (nx + 1) * (ny + 1);
  }

  private void vertices(int x, int y, int z) {
    int node = node(x, y, z);
    int inside = 0;
    for (int i = 0; i < 8; i++) {
      inside |= values[corner(node, i)] < 0 ? 1 << i : 0;
    }
    insides[node] = (byte) inside;
    firstVertex[node] = vertices;
    byte[] sheet = CellTable.SHEET[inside];
    for (int s = 0; s < CellTable.SHEETS[inside]; s++) {
      double px = 0;
      double py = 0;
      double pz = 0;
      int count = 0;
      for (int e = 0; e < 12; e++) {
        if (sheet[e] != s) {
          continue;
        }
        int from = CellTable.FROM[e];
        float a = values[corner(node, from)];
        float b = values[corner(node, from | 1 << (e / 4))];
        double t = a / (a - b);
        px += (from & 1) + (e < 4 ? t : 0);
        py += (from >> 1 & 1) + (e >= 4 && e < 8 ? t : 0);
        pz += (from >> 2) + (e >= 8 ? t : 0);
        count++;
      }
      add(x + px / count, y + py / count, z + pz / count);
    }
  }

  private void add(double x, double y, double z) {
    if (3 * vertices == points.length) {
      points = Arrays.copyOf(points, 2 * points.length);
    }
    points[3 * vertices] = box.x0() + cell * x;
    points[3 * vertices + 1] = box.y0() + cell * y;
    points[3 * vertices + 2] = box.z0() + cell * z;
    vertices++;
  }

  private Surface quads() {
    for (int z = 1; z < nz; z++) {
      for (int y = 1; y < ny; y++) {
        for (int x = 1; x < nx; x++) {
          int inside = insides[node(x, y, z)] & 0xFF;
          if (inside == 0 || inside == 255) {
            continue;
          }
          for (int axis = 0; axis < 3; axis++) {
            if (CellTable.crossed(inside, 4 * axis)) {
              quad(node(x, y, z), axis, (inside & 1) == 1);
            }
          }
        }
      }
    }
    return new Surface(Arrays.copyOf(points, 3 * vertices), Arrays.copyOf(triangles, corners));
  }

  /// Around the edge that leaves a cell's first corner along an axis lie four cells.
  private void quad(int node, int axis, boolean outwards) {
    int stepY = nx + 1;
    int stepZ = stepY * (ny + 1);
    int u = axis == 0 ? stepY : axis == 1 ? stepZ : 1;
    int v = axis == 0 ? stepZ : axis == 1 ? 1 : stepY;
    int a = vertex(node, axis, 0, 0);
    int b = vertex(node - u, axis, 1, 0);
    int c = vertex(node - u - v, axis, 1, 1);
    int d = vertex(node - v, axis, 0, 1);
    if (!outwards) {
      int swap = b;
      b = d;
      d = swap;
    }
    if (distance(a, c) <= distance(b, d)) {
      triangle(a, b, c);
      triangle(a, c, d);
    } else {
      triangle(a, b, d);
      triangle(b, c, d);
    }
  }

  /// @param u 1 where the edge lies on the cell's far side in the first other axis
  private int vertex(int node, int axis, int u, int v) {
    int edge =
        switch (axis) {
          case 0 -> u + 2 * v;
          case 1 -> 4 + v + 2 * u;
          default -> 8 + u + 2 * v;
        };
    return firstVertex[node] + CellTable.SHEET[insides[node] & 0xFF][edge];
  }

  private double distance(int a, int b) {
    double dx = points[3 * a] - points[3 * b];
    double dy = points[3 * a + 1] - points[3 * b + 1];
    double dz = points[3 * a + 2] - points[3 * b + 2];
    return dx * dx + dy * dy + dz * dz;
  }

  private void triangle(int a, int b, int c) {
    if (corners == triangles.length) {
      triangles = Arrays.copyOf(triangles, 2 * corners);
    }
    triangles[corners++] = a;
    triangles[corners++] = b;
    triangles[corners++] = c;
  }
}
