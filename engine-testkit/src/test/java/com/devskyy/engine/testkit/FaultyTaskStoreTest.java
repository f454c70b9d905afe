package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultyTaskStoreTest {
  private static final TypeName MAIL = new TypeName("mail");

  private final FakeClock clock = new FakeClock();
  private final TaskStore store =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(1));
  private final NewTask task = new StoreDriver(store, clock).task(MAIL).build();

  @Test
  void aFailureBeforeDoesNothing() {
    failsToInsert(new Fault.FailBefore());
    assertThat(stored()).isZero();
  }

  @Test
  void aFailureAfterHasDoneIt() {
    failsToInsert(new Fault.FailAfter());
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aLateRequestArrivesWhenDelivered() {
    FaultyTaskStore faulty = failsToInsert(new Fault.DeliverLate());
    assertThat(stored()).isZero();
    assertThat(faulty.deliverLate()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
    assertThat(faulty.deliverLate()).isZero();
  }

  @Test
  void aRequestDeliveredAgainIsHarmless() {
    var faulty = new FaultyTaskStore(store, Fault.Plan.at(1, new Fault.DeliverAgain()));
    faulty.insert(List.of(task), clock.instant());
    assertThat(faulty.deliverLate()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aCrashedProcessCallsNoMore() {
    var faulty = new FaultyTaskStore(store, Fault.Plan.at(1, new Fault.CrashAfter()));
    assertThatThrownBy(() -> faulty.insert(List.of(task), clock.instant()))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(stored()).isEqualTo(1);
    assertThatThrownBy(faulty::counts).isInstanceOf(SimulatedCrash.class);
    faulty.revive();
    assertThat(faulty.counts()).isNotNull();
  }

  @Test
  void aHangingCallGoesOnWhenReleased() throws Exception {
    var release = new CountDownLatch(1);
    var faulty =
        new FaultyTaskStore(
            store, Fault.Plan.at(1, new Fault.Hang(release, Duration.ofSeconds(30))));
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> call = thread.submit(() -> faulty.insert(List.of(task), clock.instant()));
      assertThat(stored()).isZero();
      release.countDown();
      call.get(30, TimeUnit.SECONDS);
    }
    assertThat(stored()).isEqualTo(1);
  }

  private FaultyTaskStore failsToInsert(Fault fault) {
    var faulty = new FaultyTaskStore(store, Fault.Plan.at(1, fault));
    assertThatThrownBy(() -> faulty.insert(List.of(task), clock.instant()))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
    return faulty;
  }

  private long stored() {
    return store.counts().queues().values().stream()
        .map(Counts.Queue::tasks)
        .flatMap(tasks -> tasks.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
