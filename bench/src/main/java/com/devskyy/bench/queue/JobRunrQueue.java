package com.devskyy.bench.queue;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/// JobRunr with job requests, its way without analysis of lambdas. One at a time in a process: its
/// configuration is global.
final class JobRunrQueue implements TaskQueue {
  private static final int WORKERS = 32;

  /// The least it takes. While there is work it does not wait that long.
  private static final Duration POLL = Duration.ofSeconds(5);

  private final PeerDatabase database;
  private final Spot spot;
  private final HikariDataSource pool;
  private final StorageProvider storage;
  private final JobRequestScheduler scheduler;

  /// An order as a job request.
  public record OrderRequest(Order order) implements JobRequest {
    @Override
    public Class<OrderHandler> getJobRequestHandler() {
      return OrderHandler.class;
    }
  }

  /// Hands orders on.
  public static final class OrderHandler implements JobRequestHandler<OrderRequest> {
    private final Consumer<Order> handler;

    private OrderHandler(Consumer<Order> handler) {
      this.handler = handler;
    }

    @Override
    public void run(OrderRequest request) {
      handler.accept(request.order());
    }
  }

  JobRunrQueue(PeerDatabase database, Spot spot) {
    this.database = database;
    this.spot = spot;
    pool = database.open(spot, database == PeerDatabase.SQLITE ? 4 : 16, List.of());
    storage = SqlStorageProviderFactory.using(pool);
    scheduler = configuration().initialize().getJobRequestScheduler();
  }

  private JobRunrConfiguration configuration() {
    return JobRunr.configure().useStorageProvider(storage);
  }

  @Override
  public void enqueue(Order order) {
    scheduler.enqueue(new OrderRequest(order));
  }

  @Override
  public void enqueueAll(Stream<Order> orders, int users) {
    scheduler.enqueue(orders.map(OrderRequest::new));
  }

  @Override
  public void work(Consumer<Order> handler) {
    var orders = new OrderHandler(handler);
    configuration()
        .useJobActivator(
            new JobActivator() {
              @Override
              public <T> T activateJob(Class<T> type) {
                return type.cast(orders);
              }
            })
        .useBackgroundJobServer(
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(WORKERS)
                .andPollInterval(POLL))
        .initialize();
  }

  @Override
  public long completed() {
    return count("SUCCEEDED");
  }

  @Override
  public long waiting() {
    return count("ENQUEUED");
  }

  private long count(String state) {
    return PeerDatabase.number(
        pool, "SELECT count(*) FROM jobrunr_jobs WHERE state = '%s'".formatted(state));
  }

  @Override
  public OptionalLong bytes() {
    return database.bytes(spot);
  }

  @Override
  public void close() {
    JobRunr.destroy();
    pool.close();
  }
}
