package com.devskyy.sql.internal.postgres;

import static com.devskyy.engine.store.TaskStore.checkBatch;

import com.devskyy.engine.Records;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import com.devskyy.sql.internal.shared.Hints;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps tasks in PostgreSQL. Each verb that changes something is one call of a function in the
/// database, described in `0001_….sql`; the classes named for what they do pass its values and read
/// its answer. Threads share it.
///
/// ## When a commit counts
///
/// The functions commit without waiting for the disk, so that what they lock is free at once and
/// those who listen hear at once. Whoever must be told that something is durable (insert, apply,
/// change) then waits for [#flush]: it commits once more, and the disk has whatever was committed
/// before. Claims, renewals, heartbeats and `advance` wait for no disk: power that fails takes the
/// server's clients' leases with it, and the tasks wait as if never claimed.
public final class PostgresTaskStore implements TaskStore {
  private static final String FLUSH = "SELECT pg_logical_emit_message(true, 'devskyy', '')";

  private final Reach reach;
  private final StoreSettings settings;
  private final InstantSource clock;
  private final Connections connections;
  private final Hints hints = new Hints("store-hints");
  private final String process = UUID.randomUUID().toString();
  private final QueueRefs queues = new QueueRefs();
  private final Lookups lookups = new Lookups(queues);
  private final Pages pages = new Pages(queues);
  private final Registering registering = new Registering();
  private final Inserting inserting;
  private final Claiming claiming;
  private final Applying applying;
  private final Advancing advancing;
  private final Changing changing;

  // Guarded by this.
  private final Set<Runnable> outboxes = new HashSet<>();
  private @Nullable Ear ear;
  private boolean closed;

  private PostgresTaskStore(
      Reach reach,
      StoreSettings settings,
      Connections connections,
      InstantSource clock,
      RandomGenerator tokens) {
    this.reach = reach;
    this.settings = settings;
    this.connections = connections;
    this.clock = clock;
    inserting = new Inserting(settings, queues, process, reach.namespace());
    claiming = new Claiming(settings, queues, lookups, tokens, process);
    applying = new Applying(queues, process);
    advancing = new Advancing(settings, queues, process);
    changing = new Changing(queues, process);
  }

  /// See `PostgresStore.open`.
  ///
  /// @param clock the server's when absent
  public static PostgresTaskStore open(
      Reach reach, StoreSettings settings, Optional<InstantSource> clock, RandomGenerator tokens) {
    var connections = new Connections(reach, new PostgresErrors(reach.toString()));
    try {
      connections.run(
          connection -> {
            Migrations.run(connection, reach.namespace());
            return reach;
          });
      InstantSource time = clock.orElseGet(() -> new ServerClock(connections));
      return new PostgresTaskStore(reach, settings, connections, time, tokens);
    } catch (RuntimeException | Error e) {
      connections.close();
      throw e;
    }
  }

  /// See `PostgresStore.remove`.
  public static void remove(Reach reach) {
    try (var connections = new Connections(reach, new PostgresErrors(reach.toString()))) {
      connections.run(
          connection -> {
            Statements.run(
                connection, "DROP SCHEMA IF EXISTS %s CASCADE".formatted(reach.namespace()));
            return reach;
          });
    }
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public StoreSettings settings() {
    return settings;
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    checkBatch(tasks);
    List<InsertAnswer> answers =
        connections.run(
            connection -> {
              List<InsertAnswer> stored = inserting.insert(connection, tasks, now);
              tellClaimable(tasks, stored, now);
              flush(connection);
              return stored;
            });
    hints.changed(
        answers.stream()
            .filter(answer -> answer.kind() == InsertAnswer.Kind.INSERTED)
            .map(InsertAnswer::id)
            .toList());
    return answers;
  }

  private void tellClaimable(List<NewTask> tasks, List<InsertAnswer> answers, Instant now) {
    var claimable = new HashSet<com.devskyy.engine.TypeName>();
    for (int i = 0; i < tasks.size(); i++) {
      boolean due = tasks.get(i).dueAt().isEmpty() || !tasks.get(i).dueAt().get().isAfter(now);
      if (due && answers.get(i).kind() == InsertAnswer.Kind.INSERTED) {
        claimable.add(tasks.get(i).type());
      }
    }
    hints.claimable(claimable);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    advancing.clockStandsAt(request.now());
    Claiming.Answer answer = connections.run(connection -> claiming.claim(connection, request));
    var changed = new ArrayList<>(answer.expired());
    answer.claimed().leases().forEach(leased -> changed.add(leased.task().id()));
    hints.changed(changed);
    return answer.claimed();
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    checkBatch(writes);
    Applying.Answer answer =
        connections.run(
            connection -> {
              Applying.Answer applied = applying.apply(connection, writes, now);
              hints.claimable(applied.claimable());
              flush(connection);
              return applied;
            });
    var changed = new HashSet<TaskId>();
    for (int i = 0; i < writes.size(); i++) {
      if (answer.answers().get(i) == Write.Answer.APPLIED) {
        changed.add(writes.get(i).lease().task());
      }
    }
    hints.changed(changed);
    return answer.answers();
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    checkBatch(leases);
    advancing.clockStandsAt(now);
    return connections.run(connection -> claiming.extend(connection, leases, now));
  }

  @Override
  public Advanced advance(Instant now, int max) {
    Advancing.Answer answer =
        connections.run(connection -> advancing.advance(connection, now, max));
    hints.claimable(answer.claimable());
    hints.changed(answer.changed());
    return answer.advanced();
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    connections.run(
        connection -> {
          registering.register(connection, worker, now);
          return worker;
        });
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    change.checkFits(selection);
    Changing.Answer answer =
        connections.run(
            connection -> {
              Changing.Answer done =
                  switch (selection) {
                    case Selection.Queue(var type) ->
                        changing.changeQueue(connection, type, change);
                    case Selection.Ids(var ids) ->
                        changing.changeTasks(connection, ids, change, now);
                    case Selection.Matching matching ->
                        changing.changeMatching(
                            connection,
                            matching,
                            pages.matching(connection, matching, change),
                            change,
                            now);
                  };
              flush(connection);
              return done;
            });
    hints.claimable(answer.claimable());
    hints.changed(answer.changed().changed());
    return answer.changed();
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    checkBatch(ids);
    return connections.run(connection -> lookups.find(connection, ids));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return connections.run(connection -> pages.list(connection, query));
  }

  @Override
  public History history(TaskId id) {
    return connections.run(connection -> lookups.history(connection, id));
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return connections.run(connection -> lookups.position(connection, id));
  }

  @Override
  public Counts counts() {
    return connections.run(lookups::counts);
  }

  @Override
  public Registry registry() {
    return connections.run(lookups::registry);
  }

  @Override
  public List<Advice> advice() {
    // Beside those that are shared there is one that listens.
    return connections.run(connection -> Examining.advice(connection, reach.connections() + 1));
  }

  /// Stores tasks in a transaction of the caller's own: they are there once it commits.
  public List<InsertAnswer> insertWithin(Connection transaction, List<NewTask> tasks)
      throws SQLException {
    checkBatch(tasks);
    // Queues are made apart: callers would wait for each other's transactions.
    TaskArrays arrays = connections.run(connection -> new TaskArrays(connection, queues, tasks));
    return inserting.insertWithin(transaction, arrays, tasks, clock.instant());
  }

  /// The tasks for another store that lie in the same schema.
  public OutboxTable outbox() {
    return new OutboxTable(connections, reach.namespace());
  }

  /// Calls whenever something may have come into the outbox.
  ///
  /// @return ends it
  public AutoCloseable subscribeOutbox(Runnable listener) {
    synchronized (this) {
      outboxes.add(listener);
    }
    listenToOthers();
    return () -> {
      synchronized (this) {
        outboxes.remove(listener);
      }
    };
  }

  /// Records in the same schema.
  public Records records() {
    return new PostgresRecords(connections);
  }

  /// Waits until the disk has all that was committed before.
  private static void flush(Connection connection) throws SQLException {
    Statements.call(connection, FLUSH);
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    AutoCloseable subscription = hints.subscribe(listener);
    listenToOthers();
    return subscription;
  }

  /// Only while somebody may listen is there a reason to.
  private synchronized void listenToOthers() {
    if (ear == null && !closed) {
      ear =
          new Ear(
              connections, hints, process, reach.namespace(), this::tellOutboxes, Ear.SAY_EVERY);
    }
  }

  private void tellOutboxes() {
    List<Runnable> told;
    synchronized (this) {
      told = List.copyOf(outboxes);
    }
    told.forEach(Runnable::run);
  }

  @Override
  public void close() {
    Ear listening;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      listening = ear;
    }
    if (listening != null) {
      listening.close();
    }
    hints.close();
    connections.close();
  }
}
