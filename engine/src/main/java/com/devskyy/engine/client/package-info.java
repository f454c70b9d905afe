/// What producers and operators call: enqueue, await, watch, cancel, replay, and why a task waits.
///
/// Start with [com.devskyy.engine.client.TaskClient]. Everything that needs no more than one call
/// of the store (lists, counts, histories) is asked of [com.devskyy.engine.store.TaskStore] itself.
/// [com.devskyy.engine.client.Move] carries tasks from store to store.
///
/// May depend on `engine` and `engine.store`.
@NullMarked
package com.devskyy.engine.client;

import org.jspecify.annotations.NullMarked;
