/// The task engine's public face: what producers, task authors and operators use.
///
/// A **producer** takes a [com.devskyy.engine.TaskClient]. A **task author** declares a
/// [com.devskyy.engine.TaskType] and writes a [com.devskyy.engine.TaskHandler]. A **process that
/// does work** starts a [com.devskyy.engine.Worker]. Data flows one way: enqueue, store, claim,
/// handle, apply.
///
/// May depend on the JDK, slf4j and jspecify; never on a store, a server, a provider or a JSON
/// library (see [com.devskyy.engine.Codec]). Time, randomness and waiting are always passed in.
@NullMarked
package com.devskyy.engine;

import org.jspecify.annotations.NullMarked;
