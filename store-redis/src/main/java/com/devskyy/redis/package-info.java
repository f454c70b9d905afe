/// Tasks on Redis 6.2 and later, or Valkey. Start with `RedisStore`. Its workings are in
/// `internal`; every change of state is one Lua script in the resources beside it. May use the
/// engine and the Redis driver, nothing else of ours.
@NullMarked
package com.devskyy.redis;

import org.jspecify.annotations.NullMarked;
