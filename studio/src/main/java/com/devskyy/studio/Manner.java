package com.devskyy.studio;

import com.devskyy.studio.mesh.Shell;
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
      case CARTOON -> new Manner(13_500, 890, 0.35, 2.1, 0.0042, 1.07, 0.86, 1.3, 0.008);
      case ANIME -> new Manner(13_500, 890, 0.7, 1.2, 0.0022, 0.96, 1.04, 0.96, 0.012);
      case LOW_POLY -> new Manner(1_440, 890, 0.8, 1.4, 0, 1, 1, 1, 0.01);
    };
  }

  boolean isCoarse() {
    return triangles < 5_000;
  }

  Shell shaped(Shell shell) {
    return wide == 1 && high == 1 && deep == 1 ? shell : shell.stretched(wide, high, deep);
  }
}
