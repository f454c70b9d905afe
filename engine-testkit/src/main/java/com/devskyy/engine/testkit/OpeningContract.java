package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Opening, closing, and what a store keeps in between.
abstract class OpeningContract extends ContractPart {
  OpeningContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void theStoreSaysWhatItWasOpenedWith() throws Exception {
    assertThat(store().clock().instant()).isEqualTo(now());
    var settings = settings(12_345, 67_890);
    use(settings);
    assertThat(store().settings()).isEqualTo(settings);
  }

  @Test
  void closingTwiceIsHarmlessAndNothingWorksAfterwards() throws Exception {
    Lease lease = running(MAIL);
    TaskStore closed = store();
    ClaimRequest request = driver().request("w", Map.of(MAIL, 1), 1);
    Instant now = now();
    closed.close();
    closed.close();
    List<ThrowingCallable> verbs =
        List.of(
            () -> closed.insert(List.of(driver().task(MAIL).build()), now),
            () -> closed.claim(request),
            () -> closed.apply(List.of(Write.end(lease, 1, new Transition.HandBack())), now),
            () -> closed.extend(List.of(lease), now),
            () -> closed.advance(now, 1),
            () -> closed.register(driver().worker("w", WorkerRecord.State.ACTIVE), now),
            () -> closed.change(new Selection.Queue(MAIL), new Change.Pause(), now),
            () -> closed.find(List.of(lease.task())),
            () -> closed.list(TaskQuery.newest(1)),
            () -> closed.history(lease.task()),
            () -> closed.position(lease.task()),
            closed::counts,
            closed::registry);
    for (ThrowingCallable verb : verbs) {
      assertThatThrownBy(verb)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
    }
    use(StoreSettings.DEFAULT);
  }

  @Test
  void whatWasStoredIsThereAfterReopening() throws Exception {
    driver().heartbeat("w");
    TaskId suspect = driver().suspect(IMAGE);
    Lease running =
        running(driver().task(MAIL).user("a").input(json("\"" + "x".repeat(70_000) + "\"")));
    driver().say(running, new Note.StepDone("s", json("1")));
    driver().say(running, new Note.Log(now(), "info", "line"));
    Write write = Write.said(running, driver().nextWrite(running), new Note.StepIntent("open"));
    store().apply(List.of(write), now());
    TaskId failed =
        failed(driver().task(MAIL).unique(UniqueKey.untilPeriod("k", Duration.ofDays(1))));
    scheduled();
    completed();
    TaskId a2 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
    TaskId a3 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
    ClaimRequest lastClaim = driver().request("claimer", Map.of(MAIL, 1), 1);
    assertThat(store().claim(lastClaim).leases())
        .extracting(leased -> leased.task().id())
        .containsExactly(a2);
    pause(IMAGE);
    List<Task> before = StoreDriver.listAll(store(), TaskQuery.newest(500));
    Counts counts = store().counts();
    Registry registry = store().registry();
    History history = store().history(running.task());
    List<Claimed.Leased> claimed = store().claim(lastClaim).leases();

    reopen();

    assertThat(StoreDriver.listAll(store(), TaskQuery.newest(500))).isEqualTo(before);
    assertThat(store().counts()).isEqualTo(counts);
    assertThat(store().registry()).isEqualTo(registry);
    assertThat(store().history(running.task())).isEqualTo(history);
    assertThat(store().claim(lastClaim).leases()).isEqualTo(claimed);
    assertThat(store().apply(List.of(write), now())).containsExactly(Write.Answer.ALREADY_APPLIED);
    NewTask duplicate =
        driver()
            .task(MAIL)
            .id(new TaskId("01JYYYYYYY00YYYYYYYYYYYYYY"))
            .unique(UniqueKey.untilEnd("k"))
            .build();
    assertThat(store().insert(List.of(duplicate), now()))
        .containsExactly(new InsertAnswer(failed, InsertAnswer.Kind.DUPLICATE));
    // The clock of `a` stands at three turns, V at two.
    NewTask b =
        new TaskBuilder(new TaskId("01JYYYYYYY00YYYYYYYYYYYYYZ"), MAIL)
            .user("b")
            .priority(1_000)
            .build();
    store().insert(List.of(b), now());
    var next = store().claim(new ClaimRequest("next", 1, Map.of(MAIL, 2), 2, 99, true, now()));
    assertThat(next.leases())
        .extracting(leased -> leased.task().id())
        .containsExactlyInAnyOrder(a3, b.id());
    resume(IMAGE);
    assertThat(
            store()
                .claim(new ClaimRequest("next", 2, Map.of(IMAGE, 2), 2, 99, true, now()))
                .leases())
        .extracting(leased -> leased.task().id())
        .containsExactly(suspect);
  }
}
