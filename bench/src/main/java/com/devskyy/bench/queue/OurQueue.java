package com.devskyy.bench.queue;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.legacy.LegacyProtocol;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// DevSkyy Worker as it is shipped: defaults everywhere, inputs checked and encoded on the way in,
/// checked and decoded on the way out, and on Redis the existing producers served beside.
final class OurQueue implements TaskQueue {
  /// A slot for an I/O-bound task costs a virtual thread, so there may be many.
  private static final int SLOTS = 500;

  /// What a task gives back.
  record Done(boolean ok) {}

  private static final Done DONE = new Done(true);
  private static final TaskType<Order, Done> TYPE =
      TaskType.named("bench_order", Order.class, Done.class)
          .description("Does nothing with an order")
          .build();

  private final OurStores.Opened opened;
  private final TaskStore store;
  private final TaskClient client;
  private final JsonCodec codec = new JsonCodec();
  private final SecureRandom random = new SecureRandom();
  private final Spot spot;
  private final Server server;
  private @Nullable Worker worker;
  private Optional<LegacyProtocol> producers = Optional.empty();

  OurQueue(Spot spot, Server server) {
    this.spot = spot;
    this.server = server;
    opened = OurStores.open(spot, random);
    store = opened.tasks();
    client =
        new TaskClient(
            store,
            codec,
            new TaskId.Generator(store.clock(), random, 0),
            Tiers.DEFAULT,
            List.of(TYPE));
  }

  @Override
  public void enqueue(Order order) {
    client.enqueue(TYPE, order, EnqueueOptions.DEFAULT);
  }

  @Override
  public void enqueueAll(Stream<Order> orders, int users) {
    client.enqueueEach(orders.map(order -> request(order, users)), _ -> {});
  }

  private TaskClient.Request request(Order order, int users) {
    EnqueueOptions options =
        users == 0
            ? EnqueueOptions.DEFAULT
            : EnqueueOptions.DEFAULT.withUser("user-" + order.user(users));
    return new TaskClient.Request(TYPE.name().value(), codec.encode(order), options);
  }

  @Override
  public void work(Consumer<Order> handler) {
    var started =
        new Worker(
            store,
            codec,
            new FolderArtifactStore(spot.folder().resolve("artifacts")),
            List.of(
                TYPE.servedBy(
                    (_, order) -> {
                      handler.accept(order);
                      return DONE;
                    })),
            new WorkerSettings(
                "bench-" + ProcessHandle.current().pid(),
                "localhost",
                SLOTS,
                Runtime.getRuntime().availableProcessors(),
                WorkerSettings.DEFAULT_RUN_LIMIT,
                Duration.ofSeconds(10),
                Tiers.DEFAULT),
            System::nanoTime,
            random);
    worker = started;
    started.start();
    producers =
        LegacyProtocol.serve(
            store,
            new TaskId.Generator(store.clock(), random, 0),
            codec,
            "completed",
            List.of(TYPE));
  }

  @Override
  public long completed() {
    return store.counts().of(TYPE.name(), TaskStatus.COMPLETED);
  }

  @Override
  public long waiting() {
    return store.counts().of(TYPE.name(), TaskStatus.QUEUED);
  }

  @Override
  public OptionalLong bytes() {
    return OptionalLong.of(server.bytes(spot));
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
    producers.ifPresent(LegacyProtocol::close);
    client.close();
    opened.close();
  }
}
