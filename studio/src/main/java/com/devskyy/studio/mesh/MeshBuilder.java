package com.devskyy.studio.mesh;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Gathers charts into one mesh. A vertex is shared inside of a chart only.
final class MeshBuilder {
  private final int width;
  private final int height;
  private final boolean faceted;
  private float[] positions = new float[3 << 12];
  private float[] normals = new float[3 << 12];
  private float[] uvs = new float[2 << 12];
  private float[] tangents = new float[4 << 12];
  private int vertices;
  private int[] triangles = new int[3 << 12];
  private int corners;

  MeshBuilder(int width, int height, boolean faceted) {
    this.width = width;
    this.height = height;
    this.faceted = faceted;
  }

  void add(Atlas.Place place) {
    Map<Integer, Integer> known = new HashMap<>();
    Shell shell = place.chart().shell();
    for (int t : place.chart().triangles()) {
      double[] facet = faceted ? facet(shell, t) : new double[0];
      for (int c = 3 * t; c < 3 * t + 3; c++) {
        int v = shell.triangles()[c];
        Integer number = faceted ? null : known.get(v);
        if (number == null) {
          double[] from =
              faceted
                  ? facet
                  : shell.sides()[t] == Shell.RIM ? shell.rimNormals() : shell.normals();
          number = vertex(place, v, from, faceted ? 0 : 3 * v);
          known.put(v, number);
        }
        corner(number);
      }
    }
  }

  private static double[] facet(Shell shell, int t) {
    double[] p = shell.points();
    int a = 3 * shell.triangles()[3 * t];
    int b = 3 * shell.triangles()[3 * t + 1];
    int c = 3 * shell.triangles()[3 * t + 2];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
  }

  private int vertex(Atlas.Place place, int v, double[] normal, int at) {
    if (3 * vertices == positions.length) {
      positions = Arrays.copyOf(positions, 2 * positions.length);
      normals = Arrays.copyOf(normals, 2 * normals.length);
      uvs = Arrays.copyOf(uvs, 2 * uvs.length);
      tangents = Arrays.copyOf(tangents, 2 * tangents.length);
    }
    double x = normal[at];
    double y = normal[at + 1];
    double z = normal[at + 2];
    double length = Math.sqrt(x * x + y * y + z * z);
    normals[3 * vertices] = (float) (length > 0 ? x / length : 0);
    normals[3 * vertices + 1] = (float) (length > 0 ? y / length : 1);
    normals[3 * vertices + 2] = (float) (length > 0 ? z / length : 0);
    for (int i = 0; i < 3; i++) {
      positions[3 * vertices + i] = (float) place.chart().shell().points()[3 * v + i];
    }
    tangent(place.chart().axes());
    uvs[2 * vertices] = (float) (place.u(v) / width);
    uvs[2 * vertices + 1] = (float) (place.v(v) / height);
    return vertices++;
  }

  /// The chart's u, made upright to the normal; never along it, as no triangle leans that far.
  private void tangent(double[] axes) {
    double[] n = {normals[3 * vertices], normals[3 * vertices + 1], normals[3 * vertices + 2]};
    double along = axes[0] * n[0] + axes[1] * n[1] + axes[2] * n[2];
    double length = Math.sqrt(Math.max(1e-6, 1 - along * along));
    for (int i = 0; i < 3; i++) {
      tangents[4 * vertices + i] = (float) ((axes[i] - along * n[i]) / length);
    }
    tangents[4 * vertices + 3] = 1;
  }

  private void corner(int vertex) {
    if (corners == triangles.length) {
      triangles = Arrays.copyOf(triangles, 2 * corners);
    }
    triangles[corners++] = vertex;
  }

  Mesh mesh() {
    return new Mesh(
        Arrays.copyOf(positions, 3 * vertices),
        Arrays.copyOf(normals, 3 * vertices),
        Arrays.copyOf(uvs, 2 * vertices),
        Arrays.copyOf(tangents, 4 * vertices),
        Arrays.copyOf(triangles, corners));
  }
}
