/// The guided tour that `devskyy demo` gives.
@NullMarked
package com.devskyy.app.demo;

import org.jspecify.annotations.NullMarked;
