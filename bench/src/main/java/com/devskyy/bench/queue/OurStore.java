package com.devskyy.bench.queue;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import com.devskyy.json.JsonCodec;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Our store by its verbs, as a worker uses them, without client and worker around.
final class OurStore implements StoreLife {
  private static final TypeName TYPE = new TypeName("bench");
  private static final Json RESULT = Json.of("\"ok\"");
  private static final long MAX_BYTES = 1L << 30;

  private final Spot spot;
  private final Server server;
  private final OurStores.Opened opened;
  private final TaskStore store;
  private final TaskId.Generator ids;
  private final List<NewTask> tasks = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Claimer> claimers = new ConcurrentLinkedQueue<>();

  /// A worker's name and the number of its last claim.
  private record Claimer(String worker, AtomicLong claims) {}

  OurStore(Spot spot, Server server) {
    this.spot = spot;
    this.server = server;
    var random = new SecureRandom();
    opened = OurStores.open(spot, random);
    store = opened.tasks();
    ids = new TaskId.Generator(store.clock(), random, 0);
    for (int i = 1; i <= spot.backend().callers(); i++) {
      claimers.add(new Claimer("bench-worker-" + i, new AtomicLong()));
    }
  }

  @Override
  public void prepare(int count) {
    var codec = new JsonCodec();
    tasks.clear();
    next.set(0);
    for (int i = 0; i < count; i++) {
      tasks.add(NewTask.of(ids.next(), TYPE, codec.encode(Order.of(i))));
    }
  }

  @Override
  public void insert(int batch) {
    int from = next.getAndAdd(batch);
    store.insert(tasks.subList(from, from + batch), store.clock().instant());
  }

  @Override
  public int claimAndComplete(int batch) {
    Claimer claimer = claimers.remove();
    try {
      return claimAndComplete(claimer, batch);
    } finally {
      claimers.add(claimer);
    }
  }

  private int claimAndComplete(Claimer claimer, int batch) {
    Claimed claimed =
        store.claim(
            new ClaimRequest(
                claimer.worker(),
                claimer.claims().incrementAndGet(),
                Map.of(TYPE, batch),
                batch,
                MAX_BYTES,
                false,
                store.clock().instant()));
    List<Write> writes =
        claimed.leases().stream()
            .map(leased -> Write.end(leased.lease(), 1, new Transition.Complete(RESULT)))
            .toList();
    List<Write.Answer> answers = store.apply(writes, store.clock().instant());
    return (int) answers.stream().filter(Write.Answer.APPLIED::equals).count();
  }

  @Override
  public long completed() {
    return store.counts().of(TYPE, TaskStatus.COMPLETED);
  }

  @Override
  public long bytes() {
    return server.bytes(spot);
  }

  @Override
  public void close() {
    opened.close();
    server.remove(spot);
  }
}
