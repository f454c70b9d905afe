/// A preview of a garment on a person, from two photos and nothing else.
///
/// [TryOn] is the way in. It cuts both photos out ([com.devskyy.studio.photo.Cutout]), finds the
/// body's [Landmarks] from its outline ([BodyFinder]) unless the caller gives them, and the
/// garment's own ([GarmentShape]); tells skin, hair and worn clothes apart ([Worn]); takes away what
/// is to be replaced ([Undressed]); bends the garment onto the body, sleeves and legs as parts of
/// their own ([Drape]); and lays it in, under hands and hair, lit like what was worn before. Photos
/// it cannot handle are refused with [com.devskyy.studio.photo.PhotoRefused]. Everything is a
/// function of its arguments. It may use `photo`, `raster` and `image`; it knows no engine, network
/// or file system.
@NullMarked
package com.devskyy.studio.tryon;

import org.jspecify.annotations.NullMarked;
