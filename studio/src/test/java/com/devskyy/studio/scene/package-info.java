/// A small photographer's studio for tests: solids as distance functions, figures and garments
/// made of them, a camera, light, backdrops, and what cameras add (noise, a dark rim, JPEG). What
/// is shown is known exactly: masks, body landmarks, points of the surface.
@NullMarked
package com.devskyy.studio.scene;

import org.jspecify.annotations.NullMarked;
