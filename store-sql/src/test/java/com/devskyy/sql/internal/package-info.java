/// Tests of what cannot be seen from outside the store.
@NullMarked
package com.devskyy.sql.internal;

import org.jspecify.annotations.NullMarked;
