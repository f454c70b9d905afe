/// What a garment looks like: palettes of the collections, words of the prompt ([Dress]),
/// lettering, motifs, and the painting of cloth, seams and prints into textures ([Brush],
/// [Baker]). Depends on `order`, `image`, `mesh` and, for the finished texture, `export`.
@NullMarked
package com.devskyy.studio.look;

import org.jspecify.annotations.NullMarked;
