/// Pictures of a model, rasterised in the process under a studio light. Depends on `export` for the
/// model, on `mesh` and on `image`.
@NullMarked
package com.devskyy.studio.render;

import org.jspecify.annotations.NullMarked;
