package com.devskyy.sql.postgres;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.sql.shared.Codes;
import com.devskyy.sql.shared.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// New tasks as the columns that `insert_tasks` takes. A column that no task fills is absent.
final class TaskArrays {
  /// Parameters of the columns, in their order.
  static final String PARAMETERS =
      "?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bytea[], ?::text[], ?::text[],"
          + " ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[]";

  /// Whether ids repeat or there are unique keys, so that one task's fate hangs on another's.
  final boolean careful;

  private final @Nullable Object[] columns;

  TaskArrays(Connection connection, QueueRefs queues, List<NewTask> tasks) throws SQLException {
    int count = tasks.size();
    var ids = new String[count];
    var refs = new int[count];
    var levels = new int[count];
    var priorities = new int[count];
    var weights = new int[count];
    var inputs = new byte[count][];
    var different = new HashSet<TaskId>();
    boolean keys = false;
    for (int i = 0; i < count; i++) {
      NewTask task = tasks.get(i);
      ids[i] = task.id().value();
      refs[i] = queues.of(connection, task.type());
      levels[i] = level(task.priority());
      priorities[i] = task.priority().value();
      weights[i] = task.weight();
      inputs[i] = task.input().bytes();
      different.add(task.id());
      keys |= task.uniqueKey().isPresent();
    }
    careful = keys || different.size() < count;
    columns =
        new @Nullable Object[] {
          ids,
          refs,
          levels,
          priorities,
          weights,
          inputs,
          texts(tasks, task -> task.userId().orElse(null)),
          texts(tasks, task -> task.tier().orElse(null)),
          numbers(tasks, task -> task.dueAt().map(Instant::toEpochMilli).orElse(null)),
          numbers(tasks, task -> task.deadline().map(Instant::toEpochMilli).orElse(null)),
          numbers(tasks, task -> task.runLimit().map(Duration::toMillis).orElse(null)),
          careful ? all(tasks, task -> task.uniqueKey().map(UniqueKey::value).orElse(null)) : null,
          numbers(
              tasks,
              task -> task.uniqueKey().flatMap(UniqueKey::period).map(Times::millis).orElse(null)),
          texts(tasks, task -> task.parent().map(TaskId::value).orElse(null))
        };
  }

  private static int level(Priority priority) {
    return Codes.of(priority.level());
  }

  /// These columns after other values.
  @Nullable Object[] after(@Nullable Object... values) {
    var all = new @Nullable Object[values.length + columns.length];
    System.arraycopy(values, 0, all, 0, values.length);
    System.arraycopy(columns, 0, all, values.length, columns.length);
    return all;
  }

  private static @Nullable String @Nullable [] texts(
      List<NewTask> tasks, Function<NewTask, @Nullable String> text) {
    return tasks.stream().allMatch(task -> text.apply(task) == null) ? null : all(tasks, text);
  }

  private static @Nullable String[] all(
      List<NewTask> tasks, Function<NewTask, @Nullable String> text) {
    return tasks.stream().map(text).toArray(String[]::new);
  }

  private static @Nullable Long @Nullable [] numbers(
      List<NewTask> tasks, Function<NewTask, @Nullable Long> number) {
    return tasks.stream().allMatch(task -> number.apply(task) == null)
        ? null
        : tasks.stream().map(number).toArray(Long[]::new);
  }
}
