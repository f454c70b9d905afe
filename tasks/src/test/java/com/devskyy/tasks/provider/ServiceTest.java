package com.devskyy.tasks.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.ProviderException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A service that is in trouble, and two workers' objects for it that share records alone.
@Timeout(60)
final class ServiceTest {
  record Order(String what) {}

  private static final TaskType<Order, String> FIRST = type("first");
  private static final TaskType<Order, String> SECOND = type("second");

  @TempDir Path folder;
  private final List<Instant> bought = new ArrayList<>();
  private final List<Instant> read = new ArrayList<>();
  private Fleet fleet;
  private int troubles;

  private static TaskType<Order, String> type(String name) {
    return TaskType.named(name, Order.class, String.class).description(name).build();
  }

  @BeforeEach
  void open() {
    fleet = new Fleet(folder, List.of(FIRST, SECOND));
    fleet.serve(List.of(served(FIRST), served(SECOND)));
  }

  /// Buys something, then reads what became of it.
  private ServedType<Order, String> served(TaskType<Order, String> type) {
    Service service = fleet.service("Tripo");
    return type.servedBy(
        (context, order) -> {
          String id =
              service.payOnce(
                  context,
                  "buy",
                  String.class,
                  () -> answer(bought, order.what().equals("buying")),
                  Reconciliation.NotDone::new);
          return id + service.call(() -> answer(read, order.what().equals("reading")));
        });
  }

  private String answer(List<Instant> calls, boolean mayFail) throws ProviderException {
    calls.add(fleet.clock.instant());
    if (mayFail && troubles > 0) {
      troubles--;
      throw new ProviderException.Unavailable("500");
    }
    return "well";
  }

  private static List<Duration> rests(List<Instant> calls) {
    List<Duration> rests = new ArrayList<>();
    for (int i = 1; i < calls.size(); i++) {
      rests.add(Duration.between(calls.get(i - 1), calls.get(i)));
    }
    return rests;
  }

  /// Up to a quarter longer, and the workers look every five seconds.
  private static void assertGrowth(List<Duration> rests) {
    int[] expected = {5, 10, 20, 40, 80, 160, 300, 300};
    for (int i = 0; i < expected.length; i++) {
      Duration least = Duration.ofSeconds(expected[i]);
      assertThat(rests.get(i))
          .as("rest %d", i + 1)
          .isBetween(least, least.multipliedBy(5).dividedBy(4).plusSeconds(6));
    }
  }

  @Test
  void allWorkersTogetherAskLessAndLessUntilSomethingWorks() {
    troubles = 8;
    TaskId first = fleet.enqueue(FIRST, new Order("buying"));
    TaskId second = fleet.enqueue(SECOND, new Order("buying"));
    assertThat(fleet.toEnd(first).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(fleet.toEnd(second).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(bought).hasSize(8 + 2);
    assertGrowth(rests(bought));
    assertThat(fleet.task(first).attempt() + fleet.task(second).attempt()).isEqualTo(2);
  }

  @Test
  void whatIsRememberedDoesNotSayThatTheServiceIsWell() {
    troubles = 8;
    TaskId id = fleet.enqueue(FIRST, new Order("reading"));
    assertThat(fleet.toEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(bought).hasSize(1);
    assertGrowth(rests(read));
  }

  @Test
  void troubleThatIsOverIsForgotten() {
    troubles = 6;
    fleet.toEnd(fleet.enqueue(FIRST, new Order("buying")));
    troubles = 1;
    bought.clear();
    fleet.toEnd(fleet.enqueue(SECOND, new Order("buying")));
    assertThat(rests(bought))
        .singleElement()
        .satisfies(it -> assertThat(it).isLessThan(Duration.ofSeconds(15)));
  }
}
