/// The nine garments, each a class of about a page: its field, its openings, its trimmings and its
/// seams. Depends on `field`, `mesh` and `look`.
@NullMarked
package com.devskyy.studio.garment;

import org.jspecify.annotations.NullMarked;
