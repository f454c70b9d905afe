package com.devskyy.studio.garment;

import com.devskyy.studio.field.Noise;
import com.devskyy.studio.look.Dress;

/// What a garment is cut by, beside its own measures.
///
/// @param folds how deep folds are; 1 as in life
/// @param coarse trimmings with few corners
/// @param chance the seed's chance
public record Fit(Dress dress, double folds, boolean coarse, Noise chance) {}
