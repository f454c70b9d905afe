package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a process hears of others: two stores know no more of each other than two processes do.
@Timeout(60)
class RedisNewsTest {
  @TempDir Path folder;

  @Test
  void whatAnotherProcessDoesIsHintedWithItsIds() throws Exception {
    try (var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      var hints = new LinkedBlockingQueue<Hint>();
      TaskStore other = stage.open();
      try (var _ = other.subscribe(hints::add)) {
        assertThat(hints.poll(20, TimeUnit.SECONDS)).as("it listens").isEqualTo(Hint.EVERYTHING);
        var tasks = new ArrayList<NewTask>();
        var expected = new HashSet<TaskId>();
        for (int i = 0; i < TaskStore.MAX_BATCH; i++) {
          tasks.add(stage.task(Stage.WORK));
          expected.add(tasks.getLast().id());
        }
        stage.store.insert(tasks, stage.now());
        var heard = new HashSet<TaskId>();
        var queues = new HashSet<TypeName>();
        while (heard.size() < expected.size()) {
          Hint hint = hints.poll(20, TimeUnit.SECONDS);
          assertThat(hint).as("a hint").isNotNull();
          assertThat(hint.everything()).isFalse();
          heard.addAll(hint.tasks());
          queues.addAll(hint.queues());
        }
        assertThat(heard).isEqualTo(expected);
        assertThat(queues).containsExactly(Stage.WORK);
      }
    }
  }

  /// An idle worker looks by itself only each 5 s.
  @Test
  void anIdleWorkerBeginsWhatAnotherProcessEnqueuesAtOnce() throws Exception {
    var soon = Duration.ofSeconds(1);
    var begun = new LinkedBlockingQueue<TaskId>();
    try (var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      stage.work(
          4,
          Stage.WORK,
          (context, input) -> {
            begun.add(context.id());
            return input;
          });
      stage.enqueue(1);
      assertThat(begun.poll(20, TimeUnit.SECONDS)).as("the worker is ready").isNotNull();
      for (int i = 0; i < 15; i++) {
        Stage.let(Duration.ofMillis(200));
        NewTask task = NewTask.of(stage.task(Stage.WORK).id(), Stage.WORK, Json.of("1"));
        stage.store.insert(List.of(task), stage.now());
        assertThat(begun.poll(soon.toMillis(), TimeUnit.MILLISECONDS))
            .as("begun within %s", soon)
            .isEqualTo(task.id());
      }
    }
  }
}
