/// The seam between the engine and whatever keeps tasks: the [com.devskyy.engine.store.TaskStore]
/// verbs, their requests and answers, and the pure rules every store shares
/// ([com.devskyy.engine.store.FairShare], [com.devskyy.engine.store.LevelTurns],
/// [com.devskyy.engine.store.RescueRule]).
///
/// A store never calls the engine, logs or measures. What each verb must do is said once, on
/// [com.devskyy.engine.store.TaskStore], and proved for every store by the contract suite of
/// `engine-testkit`.
///
/// May depend on `com.devskyy.engine`'s values and the JDK only.
@NullMarked
package com.devskyy.engine.store;

import org.jspecify.annotations.NullMarked;
