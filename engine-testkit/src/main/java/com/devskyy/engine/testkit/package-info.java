/// What the engine is tested with, and what task authors and store authors can test their own work
/// with.
///
/// A **task author** takes [com.devskyy.engine.testkit.MemoryTaskStore] and
/// [com.devskyy.engine.testkit.FakeClock] and needs no database and no waiting; with
/// [com.devskyy.engine.testkit.FaultyTaskStore] the store fails or hangs on demand. A **store
/// author** extends [com.devskyy.engine.testkit.TaskStoreContract], compares with the reference by
/// [com.devskyy.engine.testkit.RandomHistories] and runs
/// [com.devskyy.engine.testkit.Simulation]. [com.devskyy.engine.testkit.Invariants] tells after any
/// of them whether what must always hold does.
///
/// May depend on the engine, JUnit and AssertJ. No static state, no sleeping, no wall clock.
@NullMarked
package com.devskyy.engine.testkit;

import org.jspecify.annotations.NullMarked;
