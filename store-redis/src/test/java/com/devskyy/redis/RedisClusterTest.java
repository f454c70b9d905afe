package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.StoreDriver;
import com.devskyy.redis.internal.EachShard;
import com.devskyy.servers.RedisCluster;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store of several shards on the nodes of a real cluster, and what happens to those. Each test
/// of that prints how long it took until work went on.
@Timeout(120)
class RedisClusterTest {
  private static final TypeName WORK = Stage.WORK;
  private static final int SHARDS = 4;
  private static final int TASKS = 2_000;

  @TempDir Path folder;

  private static RedisSettings settings(RedisCluster cluster) {
    return RedisSettings.of(RedisAddress.parse(cluster.url()))
        .withStore(Stage.lease(StoreSettings.DEFAULT))
        .withPatience(Duration.ofSeconds(3))
        .withTimeout(Duration.ofSeconds(2))
        .withShards(SHARDS);
  }

  /// Once nobody uses the store any more, each shard for itself is one in order.
  private static void checkEachShard(RedisSettings settings, int tasks) {
    for (TaskStore shard : EachShard.open(settings)) {
      try (shard) {
        assertThat(StoreDriver.listAll(shard, TaskQuery.newest(500))).hasSize(tasks);
        Invariants.check(shard);
      }
    }
  }

  @Test
  void shardsSpreadOverACluster() throws Exception {
    try (var cluster = RedisCluster.start(3)) {
      RedisSettings settings = settings(cluster);
      try (var stage = new Stage(settings, folder)) {
        TaskStore store = stage.store;
        var ids = new ArrayList<TaskId>();
        for (int shard = 0; shard < 8; shard++) {
          var generator = new TaskId.Generator(store.clock(), new SplittableRandom(shard), shard);
          var tasks = new ArrayList<NewTask>();
          for (int i = 0; i < 50; i++) {
            tasks.add(NewTask.of(generator.next(), WORK, Json.of("{\"n\":1}")));
          }
          tasks.forEach(task -> ids.add(task.id()));
          store.insert(tasks, stage.now());
        }
        assertThat(tasksByNode(cluster))
            .as("tasks of each node, whose slots have shards 3, 1 and 2, 0")
            .containsExactly(100L, 200L, 100L);
        assertThat(store.counts().of(WORK, TaskStatus.QUEUED)).isEqualTo(400);
        assertThat(store.find(ids)).hasSize(400);
        assertThat(StoreDriver.listAll(store, TaskQuery.newest(30)))
            .hasSize(400)
            .isSortedAccordingTo(Comparator.comparing(Task::id).reversed());
        store.change(new Selection.Ids(ids.subList(0, 60)), new Change.Cancel("no"), stage.now());
        stage.work(20, Duration.ofMillis(1));
        stage.work(20, Duration.ofMillis(1));
        Stage.await("done", () -> store.counts().of(WORK, TaskStatus.COMPLETED) == 340);
        assertThat(StoreDriver.listAll(store, TaskQuery.of(TaskStatus.COMPLETED, 50))).hasSize(340);
        assertThat(StoreDriver.listAll(store, TaskQuery.of(TaskStatus.CANCELLED, 50))).hasSize(60);
        assertThat(tasksByNode(cluster)).containsExactly(100L, 200L, 100L);
      }
      checkEachShard(settings, 100);
    }
  }

  /// How many tasks of the shards lie on each node.
  private static List<Long> tasksByNode(RedisCluster cluster) throws IOException {
    List<Long> tasks = new ArrayList<>();
    for (RedisServer node : cluster.nodes()) {
      long of = 0;
      for (int shard = 0; shard < SHARDS; shard++) {
        try {
          of +=
              node.call("HLEN", "dsw:{%d}:t".formatted(shard)) instanceof Long number ? number : 0;
        } catch (IOException e) {
          assertThat(e).hasMessageStartingWith("MOVED");
        }
      }
      tasks.add(of);
    }
    return tasks;
  }

  @Test
  void slotsThatMoveUnderRunningWorkersTakeTheirTasksAlong() throws Exception {
    try (var cluster = RedisCluster.start(3);
        var producer = Executors.newSingleThreadExecutor()) {
      RedisSettings settings = settings(cluster);
      try (var stage = new Stage(settings, folder)) {
        stage.work(20, Duration.ofMillis(2));
        stage.work(20, Duration.ofMillis(2));
        var enqueuing = producer.submit(() -> stage.enqueue(TASKS));
        Stage.await("some are done", () -> stage.started() > 99);
        List<RedisServer> nodes = cluster.nodes();
        for (int shard = 0; shard < SHARDS; shard++) {
          String prefix = "dsw:{%d}:".formatted(shard);
          RedisServer from = cluster.ownerOf(prefix);
          RedisServer to = nodes.get((nodes.indexOf(from) + 1) % nodes.size());
          var move = cluster.beginMove(prefix, to);
          // In the middle of it for a while: some keys are here and some there.
          assertThat(move.keys(3)).isEqualTo(3);
          Stage.let(Duration.ofMillis(500));
          move.end();
          long moved = System.nanoTime();
          long before = stage.completed();
          Stage.await("work goes on", () -> stage.completed() > before);
          assertThat(cluster.ownerOf(prefix)).isSameAs(to);
          say("a slot moved: work went on", moved);
        }
        enqueuing.get();
        stage.awaitAll();
        assertThat(stage.runs()).hasSize(TASKS).containsOnly(1);
      }
      checkEachShard(settings, TASKS / SHARDS);
    }
  }

  @Test
  void aReplicaTakesThePlaceOfTheOnlyNodeThatWasNamed() throws Exception {
    try (var cluster = RedisCluster.start(3)) {
      RedisServer named = cluster.nodes().getFirst();
      RedisServer replica = cluster.addReplica(named);
      RedisSettings settings = settings(cluster);
      try (var stage = new Stage(settings, folder)) {
        stage.work(20, Duration.ofMillis(2));
        stage.enqueue(400);
        stage.awaitAll();
        Replication.awaitInStep(replica, named);
        named.kill();
        long killed = System.nanoTime();
        stage.enqueue(400);
        stage.awaitAll();
        say("a master killed, a replica took its place: work was done", killed);

        named.startAgain();
        stage.enqueue(400);
        stage.awaitAll();
        Stage.await("it follows the other one", () -> Replication.isReplica(named));
        stage.enqueue(400);
        stage.awaitAll();
        assertThat(stage.runs()).hasSize(1_600).containsOnly(1);
      }
      checkEachShard(settings, 1_600 / SHARDS);
    }
  }

  private static void say(String what, long since) {
    System.out.printf("%s %d ms later%n", what, (System.nanoTime() - since) / 1_000_000);
  }
}
