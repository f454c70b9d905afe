package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.PythonProducer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LegacyProtocolTest extends OnOneServer {
  @Test
  void aResultIsWhereEachOfTheReadersLooks() throws Exception {
    work("completed");
    enqueue("generate_3d:1767571200.123456", "hoodie");
    Map<String, Object> result = awaitJson("devskyy:results:generate_3d:1767571200.123456");
    assertThat(result)
        .containsEntry("status", "completed")
        .containsEntry("task_id", "generate_3d:1767571200.123456")
        .containsEntry("result", "model of hoodie")
        .containsEntry("prompt", "hoodie")
        .containsEntry("user_id", "u-1")
        .containsKey("completed_at");
    assertThat(awaitJson("devskyy:tasks:generate_3d:1767571200.123456:result"))
        .containsEntry("status", "success")
        .containsEntry("result", "model of hoodie");
    assertThat(awaitJson("devskyy:tasks:generate_3d:1767571200.123456"))
        .containsEntry("status", "completed")
        .containsEntry("task_type", "generate_3d")
        .containsEntry("worker_host", "host")
        .containsEntry("timeout", 300)
        .containsEntry("priority", 7)
        .containsKeys("data", "created_at", "started_at", "updated_at");
    assertThat((Long) server().call("TTL", "devskyy:results:generate_3d:1767571200.123456"))
        .isGreaterThan(300L);
    awaitEmptyQueue();
  }

  @Test
  void theWordForSuccessIsASetting() throws Exception {
    work("success");
    enqueue("a", "hoodie");
    assertThat(awaitJson("devskyy:results:a")).containsEntry("status", "success");
  }

  @Test
  void aFailureIsADeadLetterWithTheWholeTask() throws Exception {
    work("completed");
    enqueue("a", "break");
    assertThat(awaitJson("devskyy:results:a"))
        .containsEntry("status", "failed")
        .containsEntry("error", "no such garment")
        .containsEntry("error_type", "Permanent")
        .containsKey("failed_at")
        .doesNotContainKey("result");
    Map<String, Object> letter = awaitJson("devskyy:dlq:a");
    assertThat(letter)
        .containsEntry("task_id", "a")
        .containsEntry("error", "no such garment")
        .containsEntry("error_type", "Permanent")
        .containsEntry("worker_host", "host")
        .containsKey("failed_at");
    assertThat(letter.get("task_data"))
        .asInstanceOf(MAP)
        .containsEntry("task_type", "generate_3d")
        .containsKey("data");
    assertThat((Long) server().call("TTL", "devskyy:dlq:a")).isBetween(604_000L, 604_800L);
  }

  @Test
  void whoeverSubscribedIsToldOnceTheResultCanBeRead() throws Exception {
    Optional<PythonProducer> python = PythonProducer.find(folder);
    assumeTrue(python.isPresent(), PythonProducer.MISSING);
    work("completed");
    String said =
        python
            .get()
            .run(
                server(),
                "listen",
                "generate_3d",
                "{\"prompt\": \"caf\u00e9 \ud83c\udf39\"}",
                "20");
    Map<String, Object> answer = read(said);
    assertThat(answer.get("told")).asInstanceOf(MAP).containsEntry("status", "completed");
    assertThat(answer.get("result"))
        .asInstanceOf(MAP)
        .containsEntry("result", "model of caf\u00e9 \ud83c\udf39");
  }

  @Test
  void aPythonProducerEnqueuesAndPolls() throws Exception {
    Optional<PythonProducer> python = PythonProducer.find(folder);
    assumeTrue(python.isPresent(), PythonProducer.MISSING);
    work("completed");
    String id = python.get().run(server(), "enqueue", "generate_3d", "{\"prompt\": \"tee\"}", "10");
    assertThat(id).startsWith("generate_3d:");
    assertThat(read(python.get().run(server(), "poll", id, "20")))
        .containsEntry("status", "completed")
        .containsEntry("result", "model of tee");
  }

  /// Types a line as into redis-cli, by the inline protocol, and answers the first line of the
  /// reply.
  private String typed(String line) throws IOException {
    try (var socket = new Socket("127.0.0.1", server().port());
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
      return in.readLine();
    }
  }

  @Test
  void whatAnOperatorTypesRuns() throws Exception {
    work("completed");
    assertThat(
            typed(
                "SET devskyy:tasks:task-test-001 '{\"task_type\": \"generate_3d\", \"data\": {\"prompt\": \"cap\"}, \"status\": \"pending\"}'"))
        .isEqualTo("+OK");
    assertThat(typed("ZADD queue:generate_3d 5 task-test-001")).isEqualTo(":1");
    assertThat(awaitJson("devskyy:results:task-test-001")).containsEntry("result", "model of cap");
  }

  @Test
  void aMemberMayStandInItsQueueBeforeItsValueIsWritten() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    server().call("ZADD", "queue:generate_3d", "5", "late");
    server().call("ZADD", "queue:generate_3d", "5", "never");
    enqueue("seen", "x");
    // Whoever took over the third has looked at all.
    await(() -> Optional.of(tasks(store)).filter(tasks -> tasks.size() == 1));
    await(
        () ->
            Optional.ofNullable(server().call("ZCARD", "queue:generate_3d"))
                .filter(size -> size.equals(2L)));
    server().call("SET", "devskyy:tasks:late", value("late", "late", "2026-11-24T10:00:00Z"));
    await(() -> Optional.of(tasks(store)).filter(tasks -> tasks.size() == 2));
    stopped.advance(Takeover.PATIENCE);
    assertThat(awaitJson("devskyy:results:never"))
        .containsEntry("status", "failed")
        .containsEntry("error_type", "Expired");
    assertThat(awaitJson("devskyy:dlq:never"))
        .containsEntry(
            "error",
            "devskyy:tasks:never expired before a worker saw it, or is no text: it lives no longer than the task's timeout");
    awaitEmptyQueue();
    assertThat(tasks(store)).hasSize(2);
  }

  @Test
  void whatNoProducerWritesHoldsUpNobody() throws Exception {
    work("completed");
    server().call("HSET", "devskyy:tasks:hash", "prompt", "scarf");
    server().call("ZADD", "queue:generate_3d", "-inf", "hash");
    server().call("SET", "devskyy:tasks:loud", value("loud", "loud", "2026-11-24T10:00:00Z"));
    server().call("ZADD", "queue:generate_3d", "+inf", "loud");
    enqueue("good", "scarf");
    assertThat(awaitJson("devskyy:results:good")).containsEntry("status", "completed");
    assertThat(awaitJson("devskyy:results:loud")).containsEntry("status", "completed");
  }

  @Test
  void aKeyThatIsNoTextIsADeadLetter() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    server().call("HSET", "devskyy:tasks:hash", "prompt", "scarf");
    server().call("ZADD", "queue:generate_3d", "5", "hash");
    enqueue("seen", "x");
    await(() -> Optional.of(tasks(store)).filter(tasks -> tasks.size() == 1));
    stopped.advance(Takeover.PATIENCE);
    assertThat(awaitJson("devskyy:results:hash")).containsEntry("error_type", "Expired");
    awaitEmptyQueue();
  }

  @Test
  void aMemberWhoseTaskWasTakenOverIsNoDeadLetterThoughItsValueHasExpired() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    enqueue("a", "x");
    awaitEmptyQueue();
    // As if whoever took it over had died before it left its queue.
    server().call("DEL", "devskyy:tasks:a");
    server().call("ZADD", "queue:generate_3d", "5", "a");
    enqueue("seen", "x");
    await(() -> Optional.of(tasks(store)).filter(tasks -> tasks.size() == 2));
    stopped.advance(Takeover.PATIENCE);
    awaitEmptyQueue();
    assertThat(server().call("EXISTS", "devskyy:dlq:a")).isEqualTo(0L);
    assertThat(tasks(store)).hasSize(2);
  }

  @Test
  void whatIsNoTaskIsADeadLetterWithWhatWasWrittenAndTheQueueGoesOn() throws Exception {
    work("completed");
    server().call("SET", "devskyy:tasks:broken", "{not json");
    server().call("SET", "devskyy:tasks:other", "{\"task_type\": \"knit\", \"data\": {}}");
    server().call("SET", "devskyy:tasks:bare", "{\"task_type\": \"generate_3d\"}");
    for (String id : List.of("broken", "other", "bare")) {
      server().call("ZADD", "queue:generate_3d", "5", id);
    }
    enqueue("good", "scarf");
    assertThat(awaitJson("devskyy:results:good")).containsEntry("status", "completed");
    assertThat(awaitJson("devskyy:dlq:broken"))
        .containsEntry("task_data", "{not json")
        .containsEntry("error_type", "InvalidInput");
    assertThat(awaitJson("devskyy:results:other"))
        .containsEntry("error_type", "UnknownType")
        .containsEntry("error", "Unknown task type: knit; known are generate_3d");
    assertThat(String.valueOf(awaitJson("devskyy:results:bare").get("error"))).contains("data");
    awaitEmptyQueue();
  }

  @Test
  void theSameTaskSeenTwiceRunsOnceAndTwoOfOneIdBothRun() throws Exception {
    TaskStore store = work("completed");
    enqueue("a", "one");
    assertThat(awaitJson("devskyy:results:a")).containsEntry("result", "model of one");
    // As if whoever took it over had died before it left its queue.
    enqueue("a", "one");
    awaitEmptyQueue();
    assertThat(tasks(store)).hasSize(1);
    enqueue("a", "two");
    await(
        () ->
            Optional.of(awaitJson("devskyy:results:a"))
                .filter(result -> "model of two".equals(result.get("result"))));
    assertThat(ran).containsExactly("one", "two");
  }

  @Test
  void tasksOfOneUserRunInTheOrderInWhichTheyWereCreated() throws Exception {
    for (int i = 9; i >= 0; i--) {
      String id = "generate_3d:" + (20 - i);
      String value = value(id, "p" + i, "2026-11-24T10:00:0%d+00:00".formatted(i));
      server().call("SET", "devskyy:tasks:" + id, value);
      server().call("ZADD", "queue:generate_3d", "7", id);
    }
    TaskStore store = serve("completed", Optional.of(stopped));
    await(() -> Optional.of(tasks(store)).filter(tasks -> tasks.size() == 10));
    var query = TaskQuery.of(TaskStatus.QUEUED, 500);
    var prompts = new ArrayList<String>();
    for (Task task : store.list(query).tasks()) {
      Json input = store.find(List.of(task.id())).get(task.id()).input().orElseThrow();
      prompts.add(CODEC.member(input, "prompt").orElseThrow().text());
      assertThat(task.runLimit()).contains(Duration.ofSeconds(300));
      assertThat(task.userId()).contains("u-1");
    }
    assertThat(prompts)
        .containsExactly(
            "\"p0\"", "\"p1\"", "\"p2\"", "\"p3\"", "\"p4\"", "\"p5\"", "\"p6\"", "\"p7\"",
            "\"p8\"", "\"p9\"");
    Invariants.check(store);
  }

  @Test
  void theInputIsKeptAsItWasWritten() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    enqueue("a", "x");
    Task task = await(() -> tasks(store).stream().findFirst());
    assertThat(store.find(List.of(task.id())).get(task.id()).input().orElseThrow().text())
        .contains("\"prompt\":")
        .contains("2.50");
  }

  @Test
  void severalProcessesServeWithoutDoublingAnything() throws Exception {
    work("completed");
    TaskStore store = work("completed");
    for (int i = 0; i < 200; i++) {
      enqueue("task-" + i, "p" + i);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(awaitJson("devskyy:results:task-" + i)).containsEntry("result", "model of p" + i);
    }
    assertThat(ran).hasSize(200).doesNotHaveDuplicates();
    assertThat(tasks(store)).hasSize(200);
    Invariants.check(store);
  }

  @Test
  void whatIsOwedWhenAProcessEndsTheNextOneSays() throws Exception {
    TaskStore first = serve("completed", Optional.of(stopped));
    enqueue("a", "x");
    Task task = await(() -> tasks(first).stream().findFirst());
    opened.removeLast().close();
    first.change(
        new Selection.Ids(List.of(task.id())), new Change.Cancel("not needed"), stopped.instant());
    stopped.advance(Duration.ofSeconds(6));
    serve("completed", Optional.of(stopped));
    assertThat(awaitJson("devskyy:results:a"))
        .containsEntry("status", "failed")
        .containsEntry("error_type", "Cancelled");
  }
}
