package com.devskyy.redis.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.Move;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.MemoryTaskStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What becomes of the producers' tasks when others are moved away from their Redis.
final class LegacyMoveTest extends OnOneServer {
  @Test
  void aTaskWhoseProducerWaitsStaysRunsAndIsAnswered() throws Exception {
    TaskStore source = serve("completed", Optional.empty());
    enqueue("a", "hoodie");
    awaitEmptyQueue();
    var ids = new TaskId.Generator(source.clock(), new SplittableRandom(9), 0);
    NewTask own = NewTask.of(ids.next(), MODEL.name(), Json.of("{\"prompt\": \"tee\"}"));
    source.insert(List.of(own), source.clock().instant());
    try (var target =
        new MemoryTaskStore(
            InstantSource.system(), StoreSettings.DEFAULT, new SplittableRandom(1))) {
      var move = new Move(source, target, Tiers.DEFAULT, "the other");
      Move.Moved moved = move.run(_ -> {});
      assertThat(moved.live()).containsEntry(MODEL.name(), 1L);
      assertThat(moved.left())
          .singleElement()
          .satisfies(
              left -> assertThat(left.reason()).contains("its producer knows it as a", "here"));
      assertThat(tasks(target)).extracting(task -> task.id()).containsExactly(own.id());
      assertThat(server().call("EXISTS", "devskyy:results:a")).isEqualTo(0L);
      source.change(
          new Selection.Queue(MODEL.name()), new Change.Resume(), source.clock().instant());
      work("completed");
      assertThat(awaitJson("devskyy:results:a")).containsEntry("result", "model of hoodie");
      Invariants.check(source);
      Invariants.check(target);
      assertThat(source.counts().of(MODEL.name(), TaskStatus.COMPLETED)).isEqualTo(1);
    }
  }
}
