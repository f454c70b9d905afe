/// The Redis store's workings. A verb is one script: `Inserting`, `Claiming`, `Applying` and their
/// neighbours pack its arguments and read its answer; the scripts lie beside in the resources. A
/// `Link` calls them on one server and goes on when the connection breaks; `Wire` speaks the
/// protocol. `Heads` and `States` are what is kept of a task, byte by byte. `ShardStore` is a
/// store, `ShardedStore` several of them as one.
///
/// May use the engine and the JDK.
@NullMarked
package com.devskyy.redis.internal;

import org.jspecify.annotations.NullMarked;
