package com.devskyy.bench.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// db-scheduler with one-time tasks. It deletes a task when it is done, so what it does not keep it
/// need not write. Its way to claim many tasks at once needs a database that skips locked rows; on
/// embedded ones it reads many and claims each.
final class DbSchedulerQueue implements TaskQueue {
  private static final int THREADS = 32;
  private static final Duration POLL = Duration.ofMillis(10);

  private final PeerDatabase database;
  private final Spot spot;
  private final HikariDataSource pool;
  private final JacksonSerializer json = new JacksonSerializer();
  private final AtomicLong enqueued = new AtomicLong();
  private volatile Consumer<Order> handler = _ -> {};
  private final OneTimeTask<Order> task =
      Tasks.oneTime("order", Order.class)
          .execute((instance, _) -> handler.accept(instance.getData()));
  private SchedulerClient client;
  private @Nullable Scheduler scheduler;

  DbSchedulerQueue(PeerDatabase database, Spot spot) {
    this.database = database;
    this.spot = spot;
    pool = database.open(spot, THREADS + 2, tables(database));
    client = SchedulerClient.Builder.create(pool, task).serializer(json).build();
  }

  private static List<String> tables(PeerDatabase database) {
    String time = database == PeerDatabase.SQLITE ? "TIMESTAMP" : "TIMESTAMP WITH TIME ZONE";
    String flag =
        switch (database) {
          case H2, POSTGRESQL -> "BOOLEAN";
          case HSQLDB, SQLITE -> "BIT";
        };
    String bytes =
        switch (database) {
          case SQLITE -> "BLOB";
          case POSTGRESQL -> "BYTEA";
          case H2, HSQLDB -> "VARBINARY(4000)";
        };
    return List.of(
        """
        CREATE TABLE IF NOT EXISTS scheduled_tasks (
          task_name VARCHAR(100), task_instance VARCHAR(100), task_data %3$s,
          execution_time %1$s, picked %2$s, picked_by VARCHAR(50), last_success %1$s,
          last_failure %1$s, consecutive_failures INT, last_heartbeat %1$s, version BIGINT,
          priority SMALLINT, PRIMARY KEY (task_name, task_instance))"""
            .formatted(time, flag, bytes),
        "CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time)",
        "CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
  }

  @Override
  public void enqueue(Order order) {
    client.scheduleIfNotExists(instance(order), Instant.now());
  }

  @Override
  public void enqueueAll(Stream<Order> orders, int users) {
    List<TaskInstance<?>> instances = new ArrayList<>(BATCH);
    for (Iterator<Order> each = orders.iterator(); each.hasNext(); ) {
      instances.add(instance(each.next()));
      if (instances.size() == BATCH || !each.hasNext()) {
        client.scheduleBatch(instances, Instant.now());
        instances = new ArrayList<>(BATCH);
      }
    }
  }

  private TaskInstance<Order> instance(Order order) {
    return task.instance(Long.toString(enqueued.getAndIncrement()), order);
  }

  @Override
  public void work(Consumer<Order> orderHandler) {
    handler = orderHandler;
    var builder =
        Scheduler.create(pool, task)
            .serializer(json)
            .threads(THREADS)
            .pollingInterval(POLL)
            .enableImmediateExecution();
    var started =
        (database == PeerDatabase.POSTGRESQL
                ? builder.pollUsingLockAndFetch(0.5, 4)
                : builder.pollUsingFetch(0.5, 50))
            .build();
    started.start();
    scheduler = started;
    // A client of its own would not tell the scheduler of what it can run at once.
    client = started;
  }

  @Override
  public long completed() {
    return enqueued.get() - PeerDatabase.number(pool, "SELECT count(*) FROM scheduled_tasks");
  }

  @Override
  public long waiting() {
    return PeerDatabase.number(pool, "SELECT count(*) FROM scheduled_tasks");
  }

  @Override
  public OptionalLong bytes() {
    return database.bytes(spot);
  }

  @Override
  public void close() {
    if (scheduler != null) {
      scheduler.stop();
    }
    pool.close();
  }
}
