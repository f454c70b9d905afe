package com.devskyy.engine.store;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import java.util.Set;

/// A nudge that something was stored: lossy, coalesced, never the truth itself. Whoever hears one
/// reads again.
///
/// @param tasks that changed
/// @param queues in which tasks became claimable
/// @param everything anything may have changed, as when another process wrote
/// @param elsewhere another process changed it, and the thread that tells has nothing else to do:
///     whoever hears may call the store
public record Hint(Set<TaskId> tasks, Set<TypeName> queues, boolean everything, boolean elsewhere) {
  /// Anything may have changed.
  public static final Hint EVERYTHING = new Hint(Set.of(), Set.of(), true, false);

  public Hint {
    tasks = Set.copyOf(tasks);
    queues = Set.copyOf(queues);
  }
}
