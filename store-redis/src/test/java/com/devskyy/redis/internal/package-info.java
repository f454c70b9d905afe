@NullMarked
package com.devskyy.redis.internal;

import org.jspecify.annotations.NullMarked;
