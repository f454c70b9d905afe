/// Tests of the Redis store, on servers that they start themselves.
@NullMarked
package com.devskyy.redis;

import org.jspecify.annotations.NullMarked;
