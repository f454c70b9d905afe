package com.devskyy.sql.internal;

import static com.devskyy.engine.store.TaskStore.checkBatch;

import com.devskyy.engine.Records;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Advanced;
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
import com.devskyy.sql.SqliteSettings;
import com.devskyy.sql.internal.shared.Hints;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps tasks in an SQL database. Each verb is a command for the [Writer] or a read by one of the
/// [Readers]; the classes named for what they do hold the rest. Threads share it.
public final class SqlTaskStore implements TaskStore {
  private final Path file;
  private final SqliteSettings settings;
  private final InstantSource clock;
  private final StoreErrors errors;
  private final Db db;
  private final Writer writer;
  private final Checkpointer checkpointer;
  private final Readers readers;
  private final Hints hints;
  private final Advancing advancing;
  private final Lookups lookups;
  private final Pages pages;

  // Guarded by this.
  private @Nullable WalWatch watch;
  private boolean closed;

  SqlTaskStore(
      Path file,
      SqliteSettings settings,
      InstantSource clock,
      RandomGenerator tokens,
      Db db,
      Db checkpoints,
      List<Db> readers,
      Optional<Syncer> syncer,
      StoreErrors errors) {
    this.file = file;
    this.settings = settings;
    this.clock = clock;
    this.errors = errors;
    this.db = db;
    hints = new Hints("store-hints");
    advancing = new Advancing(settings.store());
    var tx = new Tx(db, settings.store(), tokens);
    checkpointer = new Checkpointer(checkpoints, "store-checkpoint");
    writer = new Writer(db, tx, hints, checkpointer, errors, syncer, "store-writer");
    this.readers = new Readers(readers, errors, "store-reader-");
    var names = new Names();
    lookups = new Lookups(names);
    pages = new Pages(names);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public StoreSettings settings() {
    return settings.store();
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    checkBatch(tasks);
    return writer.write(tasks.size(), tx -> Inserting.insert(tx, tasks, now));
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    // Power that fails takes the worker with it; then the task still waits, as if never claimed.
    return writer.writeUnsynced(request.total(), tx -> Claiming.claim(tx, request));
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    checkBatch(writes);
    return writer.write(writes.size(), tx -> Applying.apply(tx, writes, now));
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    checkBatch(leases);
    return writer.writeUnsynced(leases.size(), tx -> Extending.extend(tx, leases, now));
  }

  @Override
  public Advanced advance(Instant now, int max) {
    Advancing.Look look = readers.read(db -> advancing.look(db, now));
    if (look.work()) {
      return writer.write(max, tx -> advancing.advance(tx, now, max));
    }
    if (look.gate()) {
      return writer.writeUnsynced(1, tx -> advancing.advance(tx, now, max));
    }
    return look.answer();
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    writer.writeUnsynced(
        1,
        tx -> {
          Registering.register(tx, worker, now);
          return worker;
        });
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    change.checkFits(selection);
    return switch (selection) {
      case Selection.Queue queue -> writer.write(1, tx -> Changing.changeQueue(tx, queue, change));
      case Selection.Ids(var ids) ->
          writer.write(ids.size(), tx -> Changing.changeTasks(tx, ids, change, now));
      case Selection.Matching matching -> {
        // The search may be long, so it does not keep the writer from others.
        List<TaskId> found = readers.read(db -> pages.matching(db, matching, change));
        yield found.isEmpty()
            ? new Changed(List.of(), List.of(), false)
            : writer.write(
                found.size(), tx -> Changing.changeMatching(tx, matching, found, change, now));
      }
    };
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    checkBatch(ids);
    return readers.read(db -> lookups.find(db, ids));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return readers.read(db -> pages.list(db, query));
  }

  @Override
  public History history(TaskId id) {
    return readers.read(db -> lookups.history(db, id));
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return readers.read(db -> lookups.position(db, id));
  }

  @Override
  public Counts counts() {
    return readers.read(lookups::counts);
  }

  @Override
  public Registry registry() {
    return readers.read(lookups::registry);
  }

  /// Records in the same database.
  public Records records() {
    return new SqlRecords(writer, readers);
  }

  /// See `SqliteStore.backup`.
  public void backup(Path target) {
    new Backup(file, errors).write(target);
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    AutoCloseable subscription = hints.subscribe(listener);
    watchOthers();
    return subscription;
  }

  /// Only while somebody may listen is there a reason to watch.
  private synchronized void watchOthers() {
    if (watch == null && !closed) {
      watch = new WalWatch(file, writer::look, writer::transactions, "store-watch");
      writer.look();
    }
  }

  @Override
  public void close() {
    WalWatch watching;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      watching = watch;
    }
    writer.close();
    hints.close();
    if (watching != null) {
      watching.close();
    }
    try {
      checkpointer.close();
      readers.close();
      db.close();
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }
}
