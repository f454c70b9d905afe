/// Real servers for tests and measurements: a Redis and a PostgreSQL on a free port of the loopback
/// address, in a folder of their own, started without Docker and as any user, stopped (also killed,
/// paused, started again on the same data) by whoever started them; and a producer in Python that
/// speaks to one. Uses no other module. Nothing of it ships.
@NullMarked
package com.devskyy.servers;

import org.jspecify.annotations.NullMarked;
