package com.devskyy.redis.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Several shards as one store. A task is in the shard that its id says. What [TaskStore] promises
/// of one call, of order, of fairness, of suspects and of unique keys holds within a shard. Threads
/// share it.
final class ShardedStore implements TaskStore {
  private final List<ShardStore> shards;

  /// @param shards at least two
  ShardedStore(List<ShardStore> shards) {
    this.shards = List.copyOf(shards);
  }

  private ShardStore of(TaskId id) {
    return shards.get(id.shard() % shards.size());
  }

  /// Gives each shard its part of a list and puts the answers in the order of the list.
  private <I, O> List<O> divided(
      List<I> items, Function<I, TaskId> id, BiFunction<ShardStore, List<I>, List<O>> verb) {
    Map<ShardStore, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.computeIfAbsent(of(id.apply(items.get(i))), _ -> new ArrayList<>()).add(i);
    }
    Map<Integer, O> answers = new TreeMap<>();
    places.forEach(
        (shard, of) -> {
          List<O> part = verb.apply(shard, of.stream().map(items::get).toList());
          for (int i = 0; i < of.size(); i++) {
            answers.put(of.get(i), part.get(i));
          }
        });
    return List.copyOf(answers.values());
  }

  @Override
  public InstantSource clock() {
    return shards.getFirst().clock();
  }

  @Override
  public StoreSettings settings() {
    return shards.getFirst().settings();
  }

  /// All or none of the tasks of each shard.
  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    ShardStore.checkBatch(tasks);
    return divided(tasks, NewTask::id, (shard, part) -> shard.insert(part, now));
  }

  /// Each request begins with another shard and goes on until it has enough.
  @Override
  public Claimed claim(ClaimRequest request) {
    var leases = new ArrayList<Claimed.Leased>();
    Map<TypeName, Integer> slots = new LinkedHashMap<>(request.slots());
    long bytes = request.maxBytes();
    for (int i = 0; i < shards.size(); i++) {
      ShardStore shard = shards.get((int) Math.floorMod(request.n() + i, (long) shards.size()));
      Claimed part =
          shard.claim(
              new ClaimRequest(
                  request.worker(),
                  request.n(),
                  slots,
                  request.total() - leases.size(),
                  bytes,
                  request.idle() && leases.isEmpty(),
                  request.now()));
      for (Claimed.Leased leased : part.leases()) {
        leases.add(leased);
        slots.merge(leased.task().type(), -1, Integer::sum);
        bytes -= leased.task().input().map(input -> input.length()).orElse(0);
      }
      boolean isAlone = part.leases().stream().anyMatch(Claimed.Leased::alone);
      // The first is given whatever its size, in whichever shard it is.
      boolean isEnough = leases.size() >= request.total() || (bytes <= 0 && !leases.isEmpty());
      if (part.drain() || isAlone || isEnough) {
        return new Claimed(leases, part.drain());
      }
    }
    return new Claimed(leases, false);
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    ShardStore.checkBatch(writes);
    return divided(writes, write -> write.lease().task(), (shard, part) -> shard.apply(part, now));
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    ShardStore.checkBatch(leases);
    return divided(leases, Lease::task, (shard, part) -> shard.extend(part, now));
  }

  @Override
  public Advanced advance(Instant now, int max) {
    List<Advanced> all = shards.stream().map(shard -> shard.advance(now, max)).toList();
    return new Advanced(
        all.stream().mapToInt(Advanced::due).sum(),
        all.stream().flatMap(each -> each.rescued().stream()).toList(),
        all.stream().mapToInt(Advanced::expired).sum(),
        all.stream().mapToInt(Advanced::trimmed).sum(),
        all.stream().flatMap(each -> each.nextDue().stream()).min(Instant::compareTo),
        all.stream().anyMatch(Advanced::more));
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    shards.forEach(shard -> shard.register(worker, now));
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    var changed = new ArrayList<TaskId>();
    var skipped = new ArrayList<Changed.Skipped>();
    boolean more = false;
    for (ShardStore shard : shards) {
      if (changed.size() >= MAX_BATCH) {
        return new Changed(changed, skipped, true);
      }
      Selection part =
          selection instanceof Selection.Ids(var ids)
              ? new Selection.Ids(ids.stream().filter(id -> of(id).equals(shard)).toList())
              : selection;
      Changed done = shard.change(part, change, now);
      changed.addAll(done.changed());
      skipped.addAll(done.skipped());
      more |= done.more();
    }
    return new Changed(changed, skipped, more);
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    ShardStore.checkBatch(ids);
    Map<TaskId, Task> found = new LinkedHashMap<>();
    List<Optional<Task>> all =
        divided(
            ids,
            id -> id,
            (shard, part) -> {
              Map<TaskId, Task> of = shard.find(part);
              return part.stream().map(id -> Optional.ofNullable(of.get(id))).toList();
            });
    all.forEach(task -> task.ifPresent(it -> found.put(it.id(), it)));
    return found;
  }

  @Override
  public TaskPage list(TaskQuery query) {
    var lists = shards.stream().map(shard -> shard.placed(query)).toList();
    return Pages.page(new Merged(lists, Pages.order(query.status())), query);
  }

  @Override
  public History history(TaskId id) {
    return of(id).history(id);
  }

  /// Within its shard.
  @Override
  public Optional<Position> position(TaskId id) {
    return of(id).position(id);
  }

  @Override
  public Counts counts() {
    Map<TypeName, Counts.Queue> queues = new TreeMap<>();
    shards.forEach(
        shard -> shard.counts().queues().forEach((type, q) -> queues.merge(type, q, this::sum)));
    return new Counts(queues);
  }

  private Counts.Queue sum(Counts.Queue a, Counts.Queue b) {
    Map<TaskStatus, Long> tasks = new EnumMap<>(TaskStatus.class);
    tasks.putAll(a.tasks());
    b.tasks().forEach((status, n) -> tasks.merge(status, n, Long::sum));
    return new Counts.Queue(
        tasks,
        Stream.concat(a.oldestQueued().stream(), b.oldestQueued().stream()).min(Instant::compareTo),
        a.paused() || b.paused());
  }

  /// All shards are told the same.
  @Override
  public Registry registry() {
    return shards.getFirst().registry();
  }

  /// Of each server of the cluster that keeps a shard; what is the same of all is said once.
  @Override
  public List<Advice> advice() {
    return shards.stream().flatMap(shard -> shard.advice().stream()).distinct().toList();
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    List<AutoCloseable> subscriptions =
        shards.stream().map(shard -> shard.subscribe(listener)).toList();
    return () -> {
      for (AutoCloseable subscription : subscriptions) {
        subscription.close();
      }
    };
  }

  @Override
  public void close() {
    shards.forEach(ShardStore::close);
  }
}
