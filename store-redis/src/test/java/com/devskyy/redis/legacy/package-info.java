@NullMarked
package com.devskyy.redis.legacy;

import org.jspecify.annotations.NullMarked;
