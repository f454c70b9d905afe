package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which task is meant. The beginning of an id is a time and the same for many: people may give its
/// end, which is looked for among the newest tasks.
final class TaskIds {
  private static final int LEAST = 4;

  private TaskIds() {}

  /// The id that was given, whole or by its end.
  ///
  /// @throws Problem when there is no such task, or more than one
  static TaskId of(Invocation invocation, String given) {
    String text = given.toUpperCase(Locale.ROOT);
    if (TaskId.isValid(text)) {
      TaskId id = new TaskId(text);
      if (invocation.store().find(List.of(id)).isEmpty()) {
        throw unknown(
            given, "it may have been trimmed after its retention, or be in another store");
      }
      return id;
    }
    if (text.length() < LEAST) {
      throw unknown(
          given, "an id is 26 characters; at least %d from its end will do".formatted(LEAST));
    }
    List<TaskId> meant =
        invocation.store().list(TaskQuery.newest(TaskStore.MAX_BATCH)).tasks().stream()
            .map(Task::id)
            .filter(id -> id.value().endsWith(text))
            .toList();
    if (meant.size() > 1) {
      throw unknown(
          given,
          meant.stream().map(TaskId::value).collect(Collectors.joining(", ", "it could be ", "")));
    }
    return meant.stream()
        .findFirst()
        .orElseThrow(
            () ->
                unknown(given, "none of the newest %d ids ends so".formatted(TaskStore.MAX_BATCH)));
  }

  private static Problem unknown(String given, String why) {
    return new Problem(
        ExitCode.FAILED, "there is no task \"%s\"".formatted(given), why, "devskyy tasks list");
  }
}
