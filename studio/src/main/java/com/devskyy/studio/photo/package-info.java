/// From a product photo to a cut-out, and from that to a model in 3D.
///
/// [Photo] reads JPEG, PNG and WebP as they are shown (orientation and colour profile applied, all
/// sizes checked before a pixel is decoded); [Cutout] separates the subject from a plain
/// background; [PhotoModel] inflates a cut-out into a closed, textured mesh. What cannot be done
/// is refused with [PhotoRefused], whose message names what was given, why that does not do and
/// what would. Everything is a function of its arguments: same bytes and seed, same bytes out.
/// Values are immutable; threads may share them. It may use `raster`, the studio's mesh, GLB and
/// image writers, the JDK's `java.desktop` (headless) and TwelveMonkeys ImageIO; it knows no
/// engine, network or file system.
@NullMarked
package com.devskyy.studio.photo;

import org.jspecify.annotations.NullMarked;
