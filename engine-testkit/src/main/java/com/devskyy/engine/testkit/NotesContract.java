package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Apply: what an attempt says while it runs, and what of it outlives the attempt.
abstract class NotesContract extends ContractPart {
  NotesContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void progressReplacesTheLast() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.Progress(new Task.Progress(0.1, "one")));
    driver().say(lease, new Note.Progress(new Task.Progress(0.75, "two")));
    assertThat(driver().read(lease.task()).progress()).contains(new Task.Progress(0.75, "two"));
  }

  @Test
  void progressIsForgottenWhenTheAttemptEnds() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.Progress(new Task.Progress(0.1, "one")));
    driver().end(lease, new Transition.HandBack());
    assertThat(driver().read(lease.task()).progress()).isEmpty();
  }

  @Test
  void logIsKeptInOrderOverAllRuns() {
    Lease first = running(MAIL);
    driver().say(first, new Note.Log(now().plusNanos(1_999_999), "info", "one"));
    driver().say(first, new Note.Log(now(), "warn", "two"));
    driver().end(first, new Transition.HandBack());
    Lease second = driver().claimOne("w", MAIL).lease();
    driver().say(second, new Note.Log(now().minusSeconds(9), "error", "three\nlines"));
    assertThat(store().history(first.task()).log())
        .containsExactly(
            new History.LogLine(now().plusMillis(1), 1, "info", "one"),
            new History.LogLine(now(), 1, "warn", "two"),
            new History.LogLine(now().minusSeconds(9), 2, "error", "three\nlines"));
  }

  @Test
  void logKeepsTheNewest10000Lines() {
    Lease lease = running(MAIL);
    int lines = TaskStore.MAX_LOG_LINES + 50;
    for (int from = 0; from < lines; from += 402) {
      List<Write> writes =
          IntStream.range(from, Math.min(lines, from + 402))
              .mapToObj(
                  i ->
                      Write.said(
                          lease,
                          driver().nextWrite(lease),
                          new Note.Log(now(), "info", "line " + i)))
              .toList();
      assertThat(store().apply(writes, now())).containsOnly(Write.Answer.APPLIED);
    }
    assertThat(store().history(lease.task()).log())
        .extracting(History.LogLine::message)
        .isEqualTo(IntStream.range(50, lines).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void stepKeepsItsFirstValue() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepIntent("pay"));
    assertThat(steps(lease)).containsExactly(new History.Step("pay", Optional.empty()));
    driver().say(lease, new Note.StepDone("pay", json("{\"id\": 1}")));
    driver().say(lease, new Note.StepDone("pay", json("{\"id\": 2}")));
    driver().say(lease, new Note.StepIntent("pay"));
    driver().say(lease, new Note.StepUndone("pay"));
    assertThat(steps(lease))
        .containsExactly(new History.Step("pay", Optional.of(json("{\"id\": 1}"))));
  }

  @Test
  void stepWithoutIntentIsKeptToo() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepDone("upload", json("null")));
    assertThat(steps(lease)).containsExactly(new History.Step("upload", Optional.of(json("null"))));
  }

  @Test
  void withdrawnIntentIsGone() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepIntent("a"));
    driver().say(lease, new Note.StepIntent("b"));
    driver().say(lease, new Note.StepUndone("a"));
    driver().say(lease, new Note.StepUndone("never meant"));
    assertThat(steps(lease)).containsExactly(new History.Step("b", Optional.empty()));
  }

  @Test
  void stepsAndIntentsOutliveTheAttempt() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepDone("a", json("1")));
    driver().say(lease, new Note.StepIntent("b"));
    driver().end(lease, new Transition.Retry(now(), error("again")));
    driver().pass(SECOND);
    driver().claimOne("w", MAIL);
    assertThat(steps(lease))
        .containsExactly(
            new History.Step("a", Optional.of(json("1"))), new History.Step("b", Optional.empty()));
  }

  private List<History.Step> steps(Lease lease) {
    return store().history(lease.task()).steps();
  }

  @Test
  void costsAreKeptExactly() {
    Lease lease = running(MAIL);
    store()
        .apply(
            List.of(
                Write.said(lease, 3, new Note.Cost("tripo", new BigDecimal("0.10"), "USD")),
                Write.said(
                    lease,
                    4,
                    new Note.Cost("tripo", new BigDecimal("123456789.123456789"), "credits"))),
            now());
    List<History.Cost> costs = store().history(lease.task()).costs();
    assertThat(costs)
        .extracting(History.Cost::run, History.Cost::n)
        .containsExactly(tuple(1, 3), tuple(1, 4));
    assertThat(costs.get(0).amount()).isEqualByComparingTo("0.10");
    assertThat(costs.get(1).amount()).isEqualByComparingTo("123456789.123456789");
    assertThat(costs.get(1).provider()).isEqualTo("tripo");
    assertThat(costs.get(1).unit()).isEqualTo("credits");
  }

  @Test
  void childIsEnqueuedOnce() {
    Lease first = running(MAIL);
    NewTask child = driver().task(IMAGE).user("u").parent(first.task()).build();
    driver().say(first, new Note.Child(child));
    Task stored = driver().read(child.id());
    assertThat(stored.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(stored.parent()).contains(first.task());
    Lease childLease = driver().claimOne("w", IMAGE).lease();
    driver().complete(childLease);
    driver().end(first, new Transition.HandBack());
    Lease second = driver().claimOne("w", MAIL).lease();
    assertThat(driver().say(second, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
    assertThat(driver().status(child.id())).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void childWhoseUniqueKeyIsHeldIsNotStored() {
    driver().insert(driver().task(IMAGE).unique(UniqueKey.untilEnd("k")));
    Lease lease = running(MAIL);
    NewTask child = driver().task(IMAGE).unique(UniqueKey.untilEnd("k")).build();
    assertThat(driver().say(lease, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
    assertThat(driver().exists(child.id())).isFalse();
  }

  @Test
  void childDueLaterIsScheduled() {
    Lease lease = running(MAIL);
    NewTask child = driver().task(IMAGE).due(now().plusSeconds(5)).build();
    driver().say(lease, new Note.Child(child));
    assertThat(driver().status(child.id())).isEqualTo(TaskStatus.SCHEDULED);
  }

  @Test
  void childIsStoredThoughDeadLettersFillTheStore() throws Exception {
    use(settings(1 << 20, 1));
    Lease lease = running(MAIL);
    Lease dead = running(MAIL);
    driver().end(dead, new Transition.Bury(error("broken")));
    NewTask child = driver().task(IMAGE).build();
    assertThat(driver().say(lease, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
    assertThat(driver().exists(child.id())).isTrue();
  }
}
