/// A preview of a garment on a person, from two photos and nothing else.
///
/// [TryOn] is the way in. It cuts both photos out, finds the body's [Landmarks] from its outline
/// ([BodyFinder]) unless the caller gives them, and the garment's own ([GarmentShape]); tells skin,
/// hair and worn clothes apart ([Worn]); takes away what is to be replaced ([Undressed]); works out
/// where the garment's parts come to lie ([Fit]), bends them, sleeves and legs as parts of their
/// own ([Drape]); and lays them in, under hands and hair, lit like what was worn before. Photos it
/// cannot handle are refused with `PhotoRefused`. Everything is a function of its arguments. It may
/// use `photo`, `raster` and `image`; it knows no engine, network or file system.
@NullMarked
package com.devskyy.studio.tryon;

import org.jspecify.annotations.NullMarked;
