/// The local studio: makes a 3D garment from an order, without any outside service. [Studio] is the
/// way in, [Garment] what comes out. The packages below do one thing each: `order` says what is
/// wanted, `garment` cuts it as a signed distance field (`field`), `mesh` makes triangles of it,
/// `look` paints them, `export` writes files, `render` draws previews, `image` keeps pixels.
/// `photo` begins with a product photo instead, `tryon` lays one onto a person; `raster` has their
/// arithmetic on pixels.
/// The module knows no engine, server, store or network and reads no clock. Everything in it is a
/// pure function of its arguments: same order, same bytes.
@NullMarked
package com.devskyy.studio;

import org.jspecify.annotations.NullMarked;
