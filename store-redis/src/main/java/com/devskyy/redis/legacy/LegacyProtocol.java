package com.devskyy.redis.legacy;

import com.devskyy.engine.Codec;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.redis.internal.Aliases;
import com.devskyy.redis.internal.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the platform's existing Python producers: takes their tasks over as soon as they stand in
/// a queue, and writes back what becomes of them. Any number of processes may do so on one Redis.
///
/// Their queues are looked at five times a second, as nothing announces a task there. One thread of
/// its own.
public final class LegacyProtocol implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration REGISTRY_FOR = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(LegacyProtocol.class);

  private final Aliases redis;
  private final TaskStore store;
  private final Map<TypeName, List<String>> echo = new HashMap<>();
  private final Set<TypeName> own = new TreeSet<>();
  private final Takeover takeover;
  private final Replier replier;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  private volatile boolean closed;

  // Used by the thread alone.
  private final Set<String> failing = new HashSet<>();

  private Registry registry = new Registry(List.of(), List.of());
  private long registryReadAt;

  /// Begins to serve them, beside a store on Redis.
  ///
  /// @param completed how readers of results know a success: `completed` or `success`
  /// @param types those of this build
  /// @return empty when the store is not on Redis, or in several shards
  public static Optional<LegacyProtocol> serve(
      TaskStore store,
      TaskId.Generator ids,
      Codec codec,
      String completed,
      List<TaskType<?, ?>> types) {
    return Shards.aliases(store)
        .map(redis -> new LegacyProtocol(redis, store, ids, codec, completed, types));
  }

  private LegacyProtocol(
      Aliases redis,
      TaskStore store,
      TaskId.Generator ids,
      Codec codec,
      String completed,
      List<TaskType<?, ?>> types) {
    this.redis = redis;
    this.store = store;
    types.forEach(
        type -> {
          own.add(type.name());
          echo.put(type.name(), type.echo());
        });
    var notices =
        new Notices(codec, completed, name -> echo.getOrDefault(name, List.of()), this::hostOf);
    takeover = new Takeover(redis, store, ids, codec, notices);
    replier = new Replier(redis, store, codec, notices);
    thread = Thread.ofPlatform().name("legacy-protocol").daemon().start(this::run);
  }

  private void run() {
    try (AutoCloseable _ = store.subscribe(_ -> news.release())) {
      Duration pause = LOOK_EVERY;
      while (!closed) {
        pause = round(pause);
        if (news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (Exception e) {
      log.atError().setMessage("the producers' protocol has stopped").setCause(e).log();
    }
  }

  /// What goes wrong with one queue holds up neither the others nor the results.
  ///
  /// @return how long to rest
  private Duration round(Duration before) {
    int failed = failing.size();
    int done = 0;
    Set<TypeName> known = new TreeSet<>();
    List<String> queues = new ArrayList<>();
    done +=
        tried(
            "queues",
            () -> {
              known.addAll(known());
              queues.addAll(redis.existing(known.stream().map(Keys::queue).toList()));
              return 0;
            });
    for (String queue : queues) {
      done += tried(queue, () -> takeover.takeOver(queue, known));
    }
    done += tried("results", replier::reply);
    if (failing.isEmpty() || done > 0) {
      return done > 0 ? Duration.ZERO : LOOK_EVERY;
    }
    Duration twice = failed == 0 || before.isZero() ? LOOK_EVERY : before.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private interface Duty {
    int run();
  }

  /// @return how much was done; 0 when it failed, which is said once
  private int tried(String what, Duty duty) {
    try {
      int done = duty.run();
      if (failing.remove(what)) {
        log.atDebug().setMessage("the producers' protocol goes on").addKeyValue("with", what).log();
      }
      return done;
    } catch (StoreException e) {
      // One that is out of reach has said so itself.
      boolean isNews = failing.add(what) && e.kind() != StoreException.Kind.UNAVAILABLE;
      (isNews ? log.atWarn() : log.atDebug())
          .setMessage("the producers' protocol waits")
          .addKeyValue("with", what)
          .addKeyValue("why", e.getMessage())
          .addKeyValue("remedy", e.remedy())
          .log();
      return 0;
    } catch (RuntimeException e) {
      (failing.add(what) ? log.atError() : log.atDebug())
          .setMessage("the producers' protocol failed")
          .addKeyValue("with", what)
          .setCause(e)
          .log();
      return 0;
    }
  }

  private Set<TypeName> known() {
    Set<TypeName> known = new TreeSet<>(own);
    registry().types().stream().map(TypeRegistration::name).forEach(known::add);
    return known;
  }

  private String hostOf(String worker) {
    return knownHostOf(worker)
        .or(
            () -> {
              // It may have begun since the registry was read.
              registryReadAt = 0;
              return knownHostOf(worker);
            })
        .orElse(worker);
  }

  private Optional<String> knownHostOf(String worker) {
    return registry().workers().stream()
        .filter(record -> record.id().equals(worker))
        .map(WorkerRecord::host)
        .findFirst();
  }

  private Registry registry() {
    long now = System.nanoTime();
    if (registryReadAt == 0 || now - registryReadAt > REGISTRY_FOR.toNanos()) {
      registry = store.registry();
      registryReadAt = now;
    }
    return registry;
  }

  /// Ends it; what is owed then is said by another process, or by the next one.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.close();
  }
}
