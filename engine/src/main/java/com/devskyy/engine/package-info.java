/// Tasks.
@NullMarked
package com.devskyy.engine;

import org.jspecify.annotations.NullMarked;
