/// Pictures in memory and their PNG form. Depends on nothing of ours; the JDK's zlib does the
/// packing. Same pixels, same bytes.
@NullMarked
package com.devskyy.studio.image;

import org.jspecify.annotations.NullMarked;
