/// Planes of numbers over a pixel grid and what is done to them.
///
/// A [Plane] holds one number per pixel; here lie the few operations that cutting out, modelling
/// from a photo and the try-on preview share: blurring, sampling, distances to a set of pixels
/// ([Distances]), smooth filling of what is unknown ([Fill]), connected parts ([Parts]), and
/// flooding along weak edges ([Watershed]). Coordinates are pixels, x to the right, y down, the
/// centre of the first pixel at (0, 0). Nothing here knows photos, garments or files; nothing
/// reads a clock or makes randomness. It depends on the JDK's base module alone.
@NullMarked
package com.devskyy.studio.raster;

import org.jspecify.annotations.NullMarked;
