package com.devskyy.engine.testkit;

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A store in front of another, for tests that watch or bend single verbs: override those.
public abstract class ForwardingTaskStore implements TaskStore {
  private final TaskStore store;

  /// Forwards to a store, closing included.
  protected ForwardingTaskStore(TaskStore store) {
    this.store = store;
  }

  @Override
  public InstantSource clock() {
    return store.clock();
  }

  @Override
  public StoreSettings settings() {
    return store.settings();
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    return store.insert(tasks, now);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return store.claim(request);
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    return store.apply(writes, now);
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    return store.extend(leases, now);
  }

  @Override
  public Advanced advance(Instant now, int max) {
    return store.advance(now, max);
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    store.register(worker, now);
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    return store.change(selection, change, now);
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    return store.find(ids);
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return store.list(query);
  }

  @Override
  public History history(TaskId id) {
    return store.history(id);
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return store.position(id);
  }

  @Override
  public Counts counts() {
    return store.counts();
  }

  @Override
  public Registry registry() {
    return store.registry();
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    return store.subscribe(listener);
  }

  @Override
  public void close() {
    store.close();
  }
}
