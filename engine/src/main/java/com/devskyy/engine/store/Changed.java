package com.devskyy.engine.store;

import com.devskyy.engine.TaskId;
import java.util.List;

/// What a change did.
///
/// @param changed tasks it applied to; for a running task that is asked to cancel: the request was
///     noted
/// @param skipped tasks it could not apply to
/// @param more whether the selection may hold more tasks, so that the same call should be made
///     again
public record Changed(List<TaskId> changed, List<Skipped> skipped, boolean more) {
  public Changed {
    changed = List.copyOf(changed);
    skipped = List.copyOf(skipped);
  }

  /// A task left as it was.
  ///
  /// @param reason one sentence for people: `is completed`, `no such task`, `unique key "…" is held
  ///     by task …`
  public record Skipped(TaskId task, String reason) {}
}
