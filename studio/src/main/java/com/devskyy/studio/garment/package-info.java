/// The nine garments, each a class of about a page: its field, its openings, its trimmings and its
/// seams, put together as a [Cut]. [UpperBody] and [LowerBody] are what they share. Depends on
/// `order`, `field`, `mesh` and `look`.
@NullMarked
package com.devskyy.studio.garment;

import org.jspecify.annotations.NullMarked;
