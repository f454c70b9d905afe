package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Payloads, texts and numbers come back as they were given.
abstract class TextsContract extends ContractPart {
  TextsContract(TaskStoreContract contract) {
    super(contract);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"a\" :1,\r\n\t\"a\": [ ] , \"b\":{}}",
        "[]",
        "123456789012345678901234567890.10e+400",
        "9007199254740993",
        "-0.0",
        " \"\\u0000 \\/ \\ud800 \u00e9 e\u0301 \ud83d\udc69\u200d\ud83d\udcbb \u2028\" ",
        "null",
        ""
      })
  void payloadsAreKeptByteForByte(String text) {
    Json payload = json(text);
    Lease lease = running(driver().task(MAIL).input(payload));
    assertThat(driver().read(lease.task()).input()).contains(payload);
    driver().say(lease, new Note.StepDone("step", payload));
    driver().end(lease, new Transition.Complete(payload));
    assertThat(driver().read(lease.task()).result()).contains(payload);
    assertThat(store().history(lease.task()).steps())
        .containsExactly(new History.Step("step", Optional.of(payload)));
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 64 << 10, (64 << 10) + 1, 65 << 10, TaskStore.MAX_PAYLOAD})
  void payloadsOfEverySizeAreKept(int bytes) {
    var random = new byte[bytes];
    var source = new SplittableRandom(bytes);
    for (int i = 0; i < bytes; i++) {
      random[i] = (byte) source.nextInt(32, 127);
    }
    Json payload = Json.ofBytes(random);
    TaskId id = driver().insert(driver().task(MAIL).input(payload));
    Claimed.Leased leased = driver().claimOne("w", MAIL);
    assertThat(leased.task().input()).contains(payload);
    driver().end(leased.lease(), new Transition.HandBack());
    Lease lease = driver().claimOne("w", MAIL).lease();
    driver().end(lease, new Transition.Complete(payload));
    Task task = driver().read(id);
    assertThat(task.input()).contains(payload);
    assertThat(task.result()).contains(payload);
  }

  @Test
  void oddTextsAreKept() {
    var unique = UniqueKey.untilEnd(ODD);
    TaskId id = driver().insert(driver().task(MAIL).user(ODD, "tier " + ODD, 2).unique(unique));
    ClaimRequest request = driver().request("worker " + ODD, Map.of(MAIL, 1), 1);
    Lease lease = store().claim(request).leases().getFirst().lease();
    assertThat(store().claim(request).leases()).hasSize(1);
    driver().say(lease, new Note.Progress(new Task.Progress(1.0 / 3, ODD)));
    driver().say(lease, new Note.Log(now(), "warn", ODD));
    driver().say(lease, new Note.StepDone("step " + ODD, json("1")));
    driver().say(lease, new Note.Cost("provider " + ODD, BigDecimal.TEN, ODD));
    Task task = driver().read(id);
    assertThat(task.userId()).contains(ODD);
    assertThat(task.tier()).contains("tier " + ODD);
    assertThat(task.worker()).contains("worker " + ODD);
    assertThat(task.progress()).contains(new Task.Progress(1.0 / 3, ODD));
    History history = store().history(id);
    assertThat(history.log().getFirst().message()).isEqualTo(ODD);
    assertThat(history.steps().getFirst().name()).isEqualTo("step " + ODD);
    assertThat(history.costs().getFirst().provider()).isEqualTo("provider " + ODD);
    assertThat(history.costs().getFirst().unit()).isEqualTo(ODD);
    var failure = new TaskError(ErrorType.INTERNAL, "message " + ODD, "detail " + ODD);
    NewTask second = driver().task(MAIL).unique(unique).build();
    assertThat(store().insert(List.of(second), now()))
        .containsExactly(new InsertAnswer(id, InsertAnswer.Kind.DUPLICATE));
    driver().end(lease, new Transition.Bury(failure));
    assertThat(driver().read(id).error()).contains(failure);
    assertThat(
            StoreDriver.listAll(
                store(),
                new TaskQuery(
                    Optional.of(TaskStatus.FAILED),
                    Optional.empty(),
                    Optional.of(ODD),
                    Optional.empty(),
                    Optional.empty(),
                    1)))
        .extracting(Task::id)
        .containsExactly(id);
  }

  @Test
  void numbersAtTheirLimitsAreKept() {
    TaskId least = driver().insert(driver().task(MAIL).priority(Integer.MIN_VALUE));
    TaskId greatest = driver().insert(driver().task(MAIL).priority(Integer.MAX_VALUE));
    assertThat(driver().read(least).priority().value()).isEqualTo(Integer.MIN_VALUE);
    assertThat(driver().read(greatest).priority().value()).isEqualTo(Integer.MAX_VALUE);
    TaskId far =
        driver().insert(driver().task(MAIL).due(Instant.parse("9999-12-31T23:59:59.999Z")));
    assertThat(driver().read(far).dueAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
    TaskId early =
        driver().insert(driver().task(MAIL).due(Instant.parse("1969-07-20T20:17:40.001Z")));
    assertThat(driver().read(early).dueAt()).isEqualTo(Instant.parse("1969-07-20T20:17:40.001Z"));
  }
}
