package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.sql.shared.Codes;
import com.devskyy.sql.shared.Times;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores new tasks.
final class Inserting {
  /// Larger payloads get a row of their own, so that whoever reads the task's row need not step
  /// over them. About a page of the file.
  static final int MAX_INLINE = 4 << 10;

  private static final String KNOWN = "SELECT id FROM task WHERE id IN " + Db.LISTED;
  private static final String HOLDER =
      "SELECT id FROM unique_key WHERE queue = ? AND value = ? AND (until IS NULL OR until > ?)";
  private static final String HOLD =
      "INSERT OR REPLACE INTO unique_key (queue, value, id, until) VALUES (?, ?, ?, ?)";
  /// Most tasks say nothing of the rarer things, and each value costs a call into native code.
  private static final String PLAIN =
      """
      INSERT INTO task (seq, id, queue, status, level, tag, priority, weight, run, attempt, crashes,
        version, input_bytes, created_at, due_at, user_id, input)
      VALUES (?1, ?2, ?3, 2, ?4, ?5, ?6, ?7, 0, 1, 0, 1, ?8, ?9, ?9, ?10, ?11)
      """;
  private static final String TASK =
      """
      INSERT INTO task (seq, id, queue, status, level, tag, priority, weight, run, attempt, crashes,
        version, input_bytes, created_at, due_at, user_id, tier, parent, deadline, run_limit_ms,
        unique_key, unique_for_ms, input)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String DUE = "INSERT INTO due (status, due_at, id, seq) VALUES (1, ?, ?, ?)";
  private static final String EXPIRY = "INSERT INTO expiry (deadline, id) VALUES (?, ?)";
  private static final String LARGE = "INSERT INTO large_input (seq, bytes) VALUES (?, ?)";
  private static final String LINE =
      """
      INSERT INTO ready (queue, lane, tag, id, seq)
      SELECT queue, level, tag, id, seq FROM task WHERE seq >= ? AND status = 2
      """;

  private final Tx tx;
  private final long now;
  private final Set<TaskId> known = new HashSet<>();
  private long firstSeq = Long.MAX_VALUE;

  private Inserting(Tx tx, long now) {
    this.tx = tx;
    this.now = now;
  }

  /// See `TaskStore.insert`.
  static List<InsertAnswer> insert(Tx tx, List<NewTask> tasks, Instant now) throws SQLException {
    var inserting = new Inserting(tx, now.toEpochMilli());
    inserting.lookForKnown(tasks);
    var answers = new ArrayList<InsertAnswer>(tasks.size());
    boolean roomChecked = false;
    for (NewTask task : tasks) {
      InsertAnswer answer = inserting.standing(task);
      if (answer == null) {
        if (!roomChecked) {
          checkRoom(tx);
          roomChecked = true;
        }
        answer = inserting.store(task);
      }
      answers.add(answer);
    }
    inserting.flush();
    return answers;
  }

  /// A task's child: stored even when failed tasks fill the store.
  static void insertChild(Tx tx, NewTask task, long now) throws SQLException {
    var inserting = new Inserting(tx, now);
    inserting.lookForKnown(List.of(task));
    if (inserting.standing(task) == null) {
      inserting.store(task);
      inserting.flush();
    }
  }

  /// The task that holds a type's unique key, if any does.
  static Optional<TaskId> holder(Tx tx, int queue, String key, long now) throws SQLException {
    try (var rows = tx.db.query(HOLDER, queue, key, now)) {
      return rows.next() ? Optional.of(new TaskId(rows.text(1))) : Optional.empty();
    }
  }

  /// Lets a task hold a unique key.
  ///
  /// @param until absent: until its end
  static void hold(Tx tx, int queue, String key, TaskId id, @Nullable Long until)
      throws SQLException {
    tx.db.update(HOLD, queue, key, id.value(), until);
  }

  private static void checkRoom(Tx tx) throws SQLException {
    long held = tx.queues.failedBytes();
    if (held >= tx.settings.deadLetterBytes()) {
      throw new StoreException(
          StoreException.Kind.FULL,
          "failed tasks hold %,d bytes of input, the limit is %,d; nothing was stored"
              .formatted(held, tx.settings.deadLetterBytes()),
          "Replay or purge failed tasks, or raise the limit of dead letters.");
    }
  }

  private void lookForKnown(List<NewTask> tasks) throws SQLException {
    // Ids grow, so that most are greater than any there is: no need to look for those.
    var perhaps = new ArrayList<TaskId>();
    for (NewTask task : tasks) {
      if (!tx.isBeyondLast(task.id())) {
        perhaps.add(task.id());
      }
    }
    if (!perhaps.isEmpty()) {
      try (var rows = tx.db.query(KNOWN, Db.list(perhaps))) {
        while (rows.next()) {
          known.add(new TaskId(rows.text(1)));
        }
      }
    }
  }

  private @Nullable InsertAnswer standing(NewTask task) throws SQLException {
    if (!known.add(task.id())) {
      return new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED);
    }
    if (task.uniqueKey().isPresent()) {
      int queue = tx.queues.of(task.type()).ref();
      Optional<TaskId> holder = holder(tx, queue, task.uniqueKey().get().value(), now);
      if (holder.isPresent()) {
        known.remove(task.id());
        return new InsertAnswer(holder.get(), InsertAnswer.Kind.DUPLICATE);
      }
    }
    return null;
  }

  private InsertAnswer store(NewTask task) throws SQLException {
    Queue queue = tx.queues.of(task.type());
    long seq = tx.nextSeq();
    firstSeq = Math.min(firstSeq, seq);
    long due = task.dueAt().map(Instant::toEpochMilli).orElse(now);
    boolean isDue = due <= now;
    int levelOf = Codes.of(task.priority().level());
    Long tag = null;
    if (isDue) {
      Level level = queue.lane(levelOf);
      tag = level.takeTurn(task.userId().orElse(""), task.weight());
      level.added(tag);
      tx.claimable(queue.name());
    }
    byte[] input = task.input().bytes();
    boolean large = input.length > MAX_INLINE;
    if (isPlain(task) && due == now && !large) {
      tx.db
          .batch(PLAIN)
          .add(
              seq,
              task.id().value(),
              queue.ref(),
              levelOf,
              tag,
              task.priority().value(),
              task.weight(),
              input.length,
              now,
              task.userId().orElse(null),
              input);
    } else {
      storeSpecial(task, seq, queue, isDue, tag, due);
    }
    TaskStatus status = isDue ? TaskStatus.QUEUED : TaskStatus.SCHEDULED;
    queue.count(status, 1);
    tx.stored(task.id());
    tx.changed(task.id());
    return new InsertAnswer(task.id(), InsertAnswer.Kind.INSERTED);
  }

  private static boolean isPlain(NewTask task) {
    return task.tier().isEmpty()
        && task.parent().isEmpty()
        && task.deadline().isEmpty()
        && task.runLimit().isEmpty()
        && task.uniqueKey().isEmpty();
  }

  private void storeSpecial(
      NewTask task, long seq, Queue queue, boolean isDue, @Nullable Long tag, long due)
      throws SQLException {
    byte[] input = task.input().bytes();
    boolean large = input.length > MAX_INLINE;
    String id = task.id().value();
    Long deadline = task.deadline().map(Instant::toEpochMilli).orElse(null);
    tx.db
        .batch(TASK)
        .add(
            seq,
            id,
            queue.ref(),
            Codes.of(isDue ? TaskStatus.QUEUED : TaskStatus.SCHEDULED),
            Codes.of(task.priority().level()),
            tag,
            task.priority().value(),
            task.weight(),
            input.length,
            now,
            due,
            task.userId().orElse(null),
            task.tier().orElse(null),
            task.parent().map(TaskId::value).orElse(null),
            deadline,
            task.runLimit().map(Duration::toMillis).orElse(null),
            task.uniqueKey().map(UniqueKey::value).orElse(null),
            task.uniqueKey().flatMap(UniqueKey::period).map(Times::millis).orElse(null),
            large ? null : input);
    if (!isDue) {
      tx.db.batch(DUE).add(due, id, seq);
    }
    if (deadline != null) {
      tx.db.batch(EXPIRY).add(deadline, id);
    }
    if (large) {
      tx.db.batch(LARGE).add(seq, input);
    }
    if (task.uniqueKey().isPresent()) {
      UniqueKey key = task.uniqueKey().get();
      Long until = key.period().map(period -> now + Times.millis(period)).orElse(null);
      hold(tx, queue.ref(), key.value(), task.id(), until);
    }
  }

  private void flush() throws SQLException {
    for (String sql : List.of(PLAIN, TASK, DUE, EXPIRY, LARGE)) {
      tx.db.batch(sql).run();
    }
    if (firstSeq != Long.MAX_VALUE) {
      tx.db.update(LINE, firstSeq);
    }
  }
}
