package com.devskyy.engine.store;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.util.List;
import java.util.Optional;

/// Which tasks, or which queue, an operator means.
public sealed interface Selection {
  /// These tasks, at most [TaskStore#MAX_BATCH].
  record Ids(List<TaskId> ids) implements Selection {
    public Ids {
      ids = List.copyOf(ids);
      if (ids.size() > TaskStore.MAX_BATCH) {
        throw new IllegalArgumentException(
            "at most %d ids at once, were %d".formatted(TaskStore.MAX_BATCH, ids.size()));
      }
    }
  }

  /// All tasks of a status that match, in the order of [TaskStore#list], without those already as
  /// wished (asked to cancel; of that priority). One call takes the first [TaskStore#MAX_BATCH] of
  /// them, however far it must look, and says that there may be more when there were so many and
  /// it changed any.
  record Matching(
      TaskStatus status,
      Optional<TypeName> type,
      Optional<String> userId,
      Optional<ErrorType> errorType)
      implements Selection {}

  /// A whole queue; for pause and resume.
  record Queue(TypeName type) implements Selection {}
}
