package com.devskyy.studio.mesh;

/// Which crossed edges of a cube belong to the same sheet of surface, for each of the 256 ways its
/// corners lie inside or outside. Corner `i` is at x = i & 1, y = i >> 1 & 1, z = i >> 2.
///
/// On a face whose inside corners lie across, the surface goes round each of them; as that is seen
/// the same from both cells of the face, the sheets of neighbours fit.
final class CellTable {
  /// Edges run along an axis from a corner: `FROM[e]` to `FROM[e] | 1 << e / 4`.
  static final int[] FROM = {0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3};

  /// By configuration and edge: the number of the edge's sheet; -1 for an edge not crossed.
  static final byte[][] SHEET = new byte[256][];

  static final byte[] SHEETS = new byte[256];

  private static final int[][] FACES = {
    {0, 2, 6, 4}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 3, 7, 6}, {0, 1, 3, 2}, {4, 5, 7, 6}
  };

  static {
    for (int inside = 0; inside < 256; inside++) {
      fill(inside);
    }
  }

  private CellTable() {}

  private static void fill(int inside) {
    int[] group = new int[12];
    for (int e = 0; e < 12; e++) {
      group[e] = e;
    }
    for (int[] face : FACES) {
      joinOnFace(inside, face, group);
    }
    byte[] sheet = new byte[12];
    byte[] named = new byte[12];
    byte sheets = 0;
    for (int e = 0; e < 12; e++) {
      if (!crossed(inside, e)) {
        sheet[e] = -1;
        continue;
      }
      if (named[group[e]] == 0) {
        named[group[e]] = ++sheets;
      }
      sheet[e] = (byte) (named[group[e]] - 1);
    }
    SHEET[inside] = sheet;
    SHEETS[inside] = sheets;
  }

  private static void joinOnFace(int inside, int[] face, int[] group) {
    int previous = -1;
    int crossings = 0;
    for (int i = 0; i < 4; i++) {
      crossings += crossed(inside, edge(face, i)) ? 1 : 0;
    }
    for (int i = 0; i < 4; i++) {
      int e = edge(face, i);
      if (!crossed(inside, e)) {
        continue;
      }
      if (crossings == 2) {
        previous = previous < 0 ? e : merge(group, previous, e);
      } else if ((inside >> face[i] & 1) == 1) {
        merge(group, e, edge(face, i + 3));
      }
    }
  }

  private static int merge(int[] group, int a, int b) {
    int from = group[a];
    int to = group[b];
    for (int e = 0; e < 12; e++) {
      group[e] = group[e] == from ? to : group[e];
    }
    return b;
  }

  private static int edge(int[] face, int i) {
    int a = face[i & 3];
    int b = face[i + 1 & 3];
    int axis = Integer.numberOfTrailingZeros(a ^ b);
    for (int e = 4 * axis; e < 4 * axis + 4; e++) {
      if (FROM[e] == (a & b)) {
        return e;
      }
    }
    throw new IllegalStateException("no edge from " + a + " to " + b);
  }

  static boolean crossed(int inside, int edge) {
    int from = FROM[edge];
    return (inside >> from & 1) != (inside >> (from | 1 << (edge / 4)) & 1);
  }
}
