package com.devskyy.redis.legacy;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.internal.Aliases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes back to the existing producers what became of their tasks. The script that changes a task
/// with an alias notes that a word about it is owed; what is owed is written, then struck off, so
/// that a process may end at any point. Used by one thread.
final class Replier {
  /// How long a result can be read.
  static final Duration RESULT = Duration.ofHours(24);

  /// How long a dead letter is kept.
  static final Duration DEAD_LETTER = Duration.ofDays(7);

  private static final Duration TASK = Duration.ofDays(7);

  /// Inputs and results of a few megabytes each must fit into memory.
  static final int CHUNK = 50;

  private final Aliases redis;
  private final TaskStore store;
  private final Codec codec;
  private final Notices notices;

  Replier(Aliases redis, TaskStore store, Codec codec, Notices notices) {
    this.redis = redis;
    this.store = store;
    this.codec = codec;
    this.notices = notices;
  }

  /// Writes some of what is owed.
  ///
  /// @return how many tasks it wrote of
  int reply() {
    List<Aliases.Owed> owed = redis.owed(CHUNK, store.clock().instant());
    if (owed.isEmpty()) {
      return 0;
    }
    // The values first: what replaces one is no older than it then.
    List<byte @Nullable []> values =
        redis.values(owed.stream().map(each -> Keys.task(each.alias())).toList());
    Map<TaskId, Task> tasks = store.find(owed.stream().map(Aliases.Owed::task).toList());
    List<Aliases.Owed> said = new ArrayList<>();
    List<Aliases.Entry> entries = new ArrayList<>();
    List<Aliases.Word> words = new ArrayList<>();
    for (int i = 0; i < owed.size(); i++) {
      Aliases.Owed each = owed.get(i);
      Task task = tasks.get(each.task());
      if (task != null) {
        if (!restated(each, task, Optional.ofNullable(values.get(i)))) {
          // Another process wrote there meanwhile: it stays owed, and is looked at once more.
          continue;
        }
        if (task.status().isEnd()) {
          sayEnd(each.alias(), task, entries, words);
        }
      }
      said.add(each);
    }
    redis.write(entries, words);
    redis.strike(said);
    return owed.size();
  }

  /// Says how a task stands where its producer wrote it; not over another task that the producer
  /// has written there since.
  ///
  /// @return false when the value has changed since it was read
  private boolean restated(Aliases.Owed owed, Task task, Optional<byte[]> value) {
    Optional<Object> createdAt = Optional.empty();
    if (value.isPresent()) {
      Optional<LegacyValue> read = read(value.get());
      if (read.isEmpty()
          || !(read.get().restated()
              || owed.uniqueKey().equals(Optional.of(read.get().key(owed.alias()))))) {
        return true;
      }
      createdAt = read.get().createdAs();
    }
    return redis.replace(
        new Aliases.Entry(
            Keys.task(owed.alias()), notices.task(owed.alias(), task, createdAt), TASK),
        value);
  }

  private Optional<LegacyValue> read(byte[] value) {
    try {
      return Optional.of(LegacyValue.read(Json.ofBytes(value), codec));
    } catch (IllegalArgumentException e) {
      // Something else stands there by now.
      return Optional.empty();
    }
  }

  private void sayEnd(
      String alias, Task task, List<Aliases.Entry> entries, List<Aliases.Word> words) {
    entries.add(new Aliases.Entry(Keys.result(alias), notices.result(alias, task), RESULT));
    entries.add(new Aliases.Entry(Keys.taskResult(alias), notices.taskResult(alias, task), RESULT));
    if (task.status() == TaskStatus.FAILED) {
      entries.add(
          new Aliases.Entry(Keys.deadLetter(alias), notices.deadLetter(alias, task), DEAD_LETTER));
    }
    words.add(new Aliases.Word(Keys.CHANNEL, notices.told(alias, task.status())));
  }
}
