package com.devskyy.redis.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Packs what an operator does for `change.lua` and reads its answer.
final class Changing {
  private Changing() {}

  /// Whether a change has nothing left to do, so that a repeated call comes to the next tasks.
  static boolean isAsWished(Task task, Change change) {
    return switch (change) {
      case Change.Cancel _ -> task.cancelRequested();
      case Change.Reprioritise(var priority) -> task.priority().equals(priority);
      case Change.Bury _, Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
  }

  /// @param chosenBy the status that the tasks were chosen by and must still have
  static List<byte[]> arguments(List<TaskId> ids, Change change, Optional<TaskStatus> chosenBy) {
    var arguments = new ArrayList<byte[]>();
    switch (change) {
      case Change.Cancel(var reason) -> add(arguments, "cancel", Applying.cancelled(reason));
      case Change.Bury(var error) -> add(arguments, "bury", Errors.pack(error));
      case Change.Replay() -> add(arguments, "replay", Bytes.EMPTY);
      case Change.Reprioritise(var priority) ->
          add(arguments, "reprioritise", Bytes.of(priority.value()));
      case Change.Purge() -> add(arguments, "purge", Bytes.EMPTY);
      case Change.Pause _, Change.Resume _ ->
          throw new IllegalArgumentException(change + " is for a queue, not for tasks");
    }
    arguments.add(
        chosenBy.map(status -> Bytes.of(String.valueOf(Codes.of(status)))).orElse(Bytes.EMPTY));
    ids.forEach(id -> arguments.add(Ids.bytes(id)));
    return arguments;
  }

  private static void add(List<byte[]> arguments, String name, byte[] argument) {
    arguments.add(Bytes.of(name));
    arguments.add(argument);
  }

  /// @param bounded whether there may be more tasks than these
  /// @param uniqueKeys of tasks that were refused because another holds theirs
  static Changed changed(List<TaskId> ids, Answers said, boolean bounded, UniqueKeys uniqueKeys) {
    var changed = new ArrayList<TaskId>();
    var skipped = new ArrayList<Changed.Skipped>();
    for (int i = 0; i < ids.size(); i++) {
      TaskId id = ids.get(i);
      byte[] answer = said.bytes(i);
      switch (answer[0]) {
        case '+' -> changed.add(id);
        case '-' -> {
          // No longer what was asked for.
        }
        case '?' -> skipped.add(new Changed.Skipped(id, "no such task"));
        case 'h' ->
            skipped.add(
                new Changed.Skipped(
                    id,
                    "unique key \"%s\" is held by task %s"
                        .formatted(uniqueKeys.of(id), Ids.of(answer, 1))));
        default -> skipped.add(new Changed.Skipped(id, "is " + Codes.status(answer[0]).wire()));
      }
    }
    return new Changed(changed, skipped, bounded && !changed.isEmpty());
  }

  /// Looks up the unique key of a task.
  interface UniqueKeys {
    @Nullable String of(TaskId id);
  }
}
