/// A finished [Model] as bytes: GLB, OBJ, STL, USDZ. Depends on `mesh` and `image`.
@NullMarked
package com.devskyy.studio.export;

import org.jspecify.annotations.NullMarked;
