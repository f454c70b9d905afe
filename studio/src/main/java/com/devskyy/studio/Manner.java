package com.devskyy.studio;

import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.order.Style;

/// How a style changes a garment's shape.
///
/// @param triangles of cloth and trimmings together
/// @param density wished texels a metre
/// @param folds how deep; 1 as in life
/// @param thickness of the cloth; 1 as in life
/// @param outline metres of the dark hull around it; 0 for none
/// @param wide stretched by, in x
/// @param high in y
/// @param deep in z
/// @param normalStep metres over which normals are smoothed
record Manner(
    int triangles,
    double density,
    double folds,
    double thickness,
    double outline,
    double wide,
    double high,
    double deep,
    double normalStep) {
  static Manner of(Style style) {
    return switch (style) {
      case REALISTIC -> new Manner(21_000, 900, 1, 1, 0, 1, 1, 1, 0.0025);
      case CARTOON -> new Manner(13_500, 850, 0.35, 2.1, 0.0042, 1.07, 0.86, 1.3, 0.008);
      case ANIME -> new Manner(13_500, 850, 1.0, 1.2, 0.0022, 0.96, 1.04, 0.96, 0.004);
      case LOW_POLY -> new Manner(1_440, 850, 0.8, 1.4, 0, 1, 1, 1, 0.01);
    };
  }

  /// Stretched; normals turn the other way.
  Mesh shaped(Mesh mesh) {
    if (wide == 1 && high == 1 && deep == 1) {
      return mesh;
    }
    double[] by = {wide, high, deep};
    float[] p = mesh.positions().clone();
    float[] n = mesh.normals().clone();
    for (int v = 0; v < p.length; v += 3) {
      double length = 0;
      for (int i = 0; i < 3; i++) {
        p[v + i] = (float) (p[v + i] * by[i]);
        length += n[v + i] / by[i] * (n[v + i] / by[i]);
      }
      for (int i = 0; i < 3; i++) {
        n[v + i] = (float) (n[v + i] / by[i] / Math.sqrt(length));
      }
    }
    return new Mesh(p, n, mesh.uvs(), mesh.triangles());
  }
}
