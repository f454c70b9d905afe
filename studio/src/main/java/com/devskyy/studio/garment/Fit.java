package com.devskyy.studio.garment;

import com.devskyy.studio.field.Noise;
import com.devskyy.studio.look.Dress;

/// What a garment is cut by, beside its own measures.
///
/// @param folds how deep folds are; 1 as in life
/// @param coarse trimmings with few corners
/// @param chance the seed's chance
public record Fit(Dress dress, double folds, boolean coarse, Noise chance) {
  /// How far a panel lies off the one under it: flat triangles cut corners, so with few of them
  // more.
  double lift(double fine) {
    return coarse ? fine + 0.007 : fine;
  }
}
