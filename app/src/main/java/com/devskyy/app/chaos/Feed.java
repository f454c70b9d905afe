package com.devskyy.app.chaos;

import com.devskyy.app.wiring.Product;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.store.InsertAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Enqueues the tasks of a run, no more at a time than workers need not to be idle. Used by one
/// thread.
final class Feed {
  private static final int MOST_WAITING = 2_000;
  private static final int BATCH = 250;

  /// However long kills are waited for.
  private static final int MOST = 1_000_000;

  private static final int USERS = 7;

  private final Product product;
  private final Plan plan;
  private final Wanted wanted;
  private final Map<TaskId, Optional<ChaosTask>> enqueued = new HashMap<>();

  Feed(Product product, Plan plan, Wanted wanted) {
    this.product = product;
    this.plan = plan;
    this.wanted = wanted;
  }

  /// Enqueues what it is time for.
  ///
  /// @param elapsed since the run began
  /// @param open tasks that have not ended
  /// @param endless whether to go on beyond the number that is wanted
  void topUp(Duration elapsed, long open, boolean endless) {
    long most = endless ? MOST : wanted.tasks();
    long due = Math.min(Math.min(due(elapsed), most), enqueued.size() + MOST_WAITING - open);
    while (enqueued.size() < due) {
      enqueue((int) Math.min(BATCH, due - enqueued.size()));
    }
  }

  private long due(Duration elapsed) {
    return wanted.time().isZero()
        ? Long.MAX_VALUE
        : (long) (wanted.tasks() * ((double) elapsed.toNanos() / wanted.time().toNanos()));
  }

  private void enqueue(int number) {
    List<TaskClient.Request> requests = new ArrayList<>();
    List<Optional<ChaosTask>> tasks = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      if (wanted.own().isPresent()) {
        Wanted.Own own = wanted.own().get();
        tasks.add(Optional.empty());
        requests.add(request(own.type().value(), own.input(), EnqueueOptions.DEFAULT));
      } else {
        Plan.Planned planned = plan.next();
        tasks.add(Optional.of(planned.task()));
        requests.add(
            request(
                ChaosTask.TYPE.name().value(),
                product.codec().encode(planned.task()),
                options(planned)));
      }
    }
    List<InsertAnswer> answers = product.client().enqueueAll(requests);
    for (int i = 0; i < number; i++) {
      enqueued.put(answers.get(i).id(), tasks.get(i));
    }
  }

  private static EnqueueOptions options(Plan.Planned planned) {
    EnqueueOptions options = EnqueueOptions.DEFAULT.withUser("u" + planned.task().number() % USERS);
    return planned.delay().isZero() ? options : options.withDelay(planned.delay());
  }

  private static TaskClient.Request request(String type, Json input, EnqueueOptions options) {
    return new TaskClient.Request(type, input, options);
  }

  boolean isDone() {
    return enqueued.size() >= wanted.tasks();
  }

  /// How many there are to be, as far as is known.
  int total() {
    return Math.max(wanted.tasks(), enqueued.size());
  }

  /// What was stored so far.
  Map<TaskId, Optional<ChaosTask>> enqueued() {
    return Map.copyOf(enqueued);
  }
}
