/// Outside services as HTTP servers in this process: they answer as the real ones do, keep what they
/// are given, and fail on demand. For tests and for `devskyy demo --with-fakes`. May use the JDK and a
/// JSON library; knows nothing of the product.
@NullMarked
package com.devskyy.fakes;

import org.jspecify.annotations.NullMarked;
