/// What the studio is asked for: garment, collection, style, words and seed, each a value that is
/// legal once it exists. Depends on nothing.
@NullMarked
package com.devskyy.studio.order;

import org.jspecify.annotations.NullMarked;
