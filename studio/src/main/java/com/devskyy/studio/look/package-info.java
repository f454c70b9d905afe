/// What a garment looks like: palettes of the collections, words of the prompt, lettering, motifs,
/// and the painting of cloth, seams and prints into textures. Depends on `order`, `image`, `mesh`.
@NullMarked
package com.devskyy.studio.look;

import org.jspecify.annotations.NullMarked;
