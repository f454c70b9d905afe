package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.TaskBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Producers and consumers who share what several stores keep, all at once.
final class Crowd {
  private static final int OF_EACH = 4;

  private final TypeName type;
  private final Set<TaskId> done = ConcurrentHashMap.newKeySet();

  Crowd(TypeName type) {
    this.type = type;
  }

  /// Each task is given once and done once, and all are.
  ///
  /// @param stores on the same tasks, of which there are none
  /// @param tasks that each producer enqueues
  void doesEachTaskOnce(List<TaskStore> stores, int tasks) throws Exception {
    int all = OF_EACH * tasks;
    try (var threads = Executors.newCachedThreadPool()) {
      var work = new ArrayList<Future<?>>();
      for (int p = 0; p < OF_EACH; p++) {
        TaskStore store = stores.get(p % stores.size());
        var ids = new TaskId.Generator(InstantSource.system(), new SplittableRandom(p), p);
        work.add(threads.submit(() -> produce(store, ids, tasks)));
        String worker = "worker-" + p;
        work.add(threads.submit(() -> consume(store, worker, all)));
      }
      for (Future<?> part : work) {
        part.get();
      }
    }
    assertThat(done).hasSize(all);
    for (TaskStore store : stores) {
      assertThat(store.counts().of(type, TaskStatus.COMPLETED)).isEqualTo(all);
      Invariants.check(store);
    }
  }

  private void produce(TaskStore store, TaskId.Generator ids, int count) {
    for (int i = 0; i < count; i += 5) {
      var tasks = new ArrayList<NewTask>();
      for (int k = 0; k < 5; k++) {
        tasks.add(new TaskBuilder(ids.next(), type).user("user-" + k).priority(3 * k).build());
      }
      store.insert(tasks, store.clock().instant());
    }
  }

  private void consume(TaskStore store, String worker, int all) {
    // Interrupted when another thread has failed and the test has waited long enough.
    for (long n = 1; done.size() < all && !Thread.currentThread().isInterrupted(); n++) {
      Claimed claimed =
          store.claim(
              new ClaimRequest(
                  worker, n, Map.of(type, 20), 20, 1 << 20, false, store.clock().instant()));
      List<Write> writes =
          claimed.leases().stream()
              .map(leased -> Write.end(leased.lease(), 1, new Transition.Complete(Json.of("1"))))
              .toList();
      List<Write.Answer> answers = store.apply(writes, store.clock().instant());
      assertThat(answers).allMatch(Write.Answer.APPLIED::equals);
      for (Write write : writes) {
        assertThat(done.add(write.lease().task())).as("%s done twice", write.lease()).isTrue();
      }
    }
  }
}
