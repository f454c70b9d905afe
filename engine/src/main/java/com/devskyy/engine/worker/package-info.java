/// What runs tasks: one class per duty.
///
/// [com.devskyy.engine.worker.Worker] is what a process starts. Behind it stand
/// [com.devskyy.engine.worker.WorkerCore] (the same duties, one step at a time, for threads and for
/// simulations alike), `Claimer` (asks for work), `Runner` (runs an attempt), `AttemptContext`
/// (what a handler sees), `Attempts` (what runs now), and the pure
/// [com.devskyy.engine.worker.Lifecycle], which turns an outcome into the one change a store makes.
///
/// May depend on `engine`, `engine.store` and `engine.client`.
@NullMarked
package com.devskyy.engine.worker;

import org.jspecify.annotations.NullMarked;
