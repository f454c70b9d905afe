package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Subscribe: hints of what has changed.
abstract class HintsContract extends ContractPart {
  private final BlockingQueue<Hint> heard = new LinkedBlockingQueue<>();

  HintsContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void tellOfWhatWasStored() throws Exception {
    try (AutoCloseable _ = store().subscribe(heard::add)) {
      TaskId id = driver().insert(driver().task(MAIL));
      awaitTaskAndQueue(id);
      assertThat(driver().exists(id)).isTrue();
      Lease lease = driver().claimOne("w", MAIL).lease();
      awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
      assertThat(driver().say(lease, new Note.Log(now(), "info", "hello")))
          .isEqualTo(Write.Answer.APPLIED);
      awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
      driver().end(lease, new Transition.HandBack());
      awaitHint(hint -> hint.everything() || hint.queues().contains(MAIL));
    }
  }

  @Test
  void tellOfTasksThatBecameDue() throws Exception {
    TaskId id = scheduled();
    try (AutoCloseable _ = store().subscribe(heard::add)) {
      driver().pass(Duration.ofSeconds(60));
      awaitTaskAndQueue(id);
    }
  }

  @Test
  void tellOfAQueueThatIsResumed() throws Exception {
    pause(MAIL);
    try (AutoCloseable _ = store().subscribe(heard::add)) {
      resume(MAIL);
      awaitHint(hint -> hint.everything() || hint.queues().contains(MAIL));
    }
  }

  @Test
  void endWithTheSubscription() throws Exception {
    AutoCloseable first = store().subscribe(heard::add);
    first.close();
    first.close();
    BlockingQueue<Hint> others = new LinkedBlockingQueue<>();
    try (AutoCloseable _ = store().subscribe(others::add)) {
      driver().insert(driver().task(MAIL));
      assertThat(others.poll(20, TimeUnit.SECONDS)).isNotNull();
      // What was on its way to it when it ended is its own.
      heard.clear();
      others.clear();
      driver().insert(driver().task(MAIL));
      assertThat(others.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void aListenerThatThrowsHurtsNobody() throws Exception {
    try (AutoCloseable _ =
            store()
                .subscribe(
                    _ -> {
                      throw new IllegalStateException("thrown by a listener, on purpose");
                    });
        AutoCloseable _ = store().subscribe(heard::add)) {
      for (int i = 0; i < 2; i++) {
        TaskId id = driver().insert(driver().task(MAIL));
        awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
      }
    }
  }

  /// The two may come together or apart, in any order.
  private void awaitTaskAndQueue(TaskId id) throws InterruptedException {
    var queues = new HashSet<TypeName>();
    var tasks = new HashSet<TaskId>();
    awaitHint(
        hint -> {
          queues.addAll(hint.queues());
          tasks.addAll(hint.tasks());
          return hint.everything() || (tasks.contains(id) && queues.contains(MAIL));
        });
  }

  private void awaitHint(Predicate<Hint> wanted) throws InterruptedException {
    while (true) {
      Hint hint = heard.poll(20, TimeUnit.SECONDS);
      assertThat(hint).as("a hint within 20 s").isNotNull();
      if (wanted.test(requireNonNull(hint))) {
        return;
      }
    }
  }
}
