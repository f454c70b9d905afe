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
import com.devskyy.redis.internal.Pauses;
import com.devskyy.redis.internal.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the platform's existing Python producers: takes their tasks over as soon as they stand in
/// a queue, and writes back what becomes of them. Any number of processes may do so on one Redis.
///
/// The server says when a queue changes, and whoever ends a task that a word is owed; both are
/// looked at now and then all the same. Where the server does not say it, in a cluster, queues are
/// looked at four times a second, and once a second while there is nothing. One thread of its own.
public final class LegacyProtocol implements AutoCloseable {
  /// What comes to be known within this time is looked at together.
  private static final Duration GATHERED = Duration.ofMillis(10);

  private static final Duration OFTEN = Duration.ofMillis(250);
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(5);
  private static final Pauses UNTOLD = new Pauses(OFTEN, Duration.ofSeconds(1));
  private static final Pauses FAILING = new Pauses(OFTEN, Duration.ofSeconds(5));
  private static final Duration REGISTRY_FOR = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

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
  /// What fails, and whether that was said.
  private final Map<String, Boolean> failing = new HashMap<>();

  private long repliedAt;
  private long lookedAt;
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
    redis.listen(Keys.QUEUES, news::release);
    thread = Thread.ofPlatform().name("legacy-protocol").daemon().start(this::run);
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!closed) {
        pause = round(pause);
      }
      sayLast();
    } catch (InterruptedException e) {
      // Whoever closes it waits no longer: the next process says what is owed.
    }
  }

  /// Rests, then does what there is. What goes wrong with one queue holds up neither the others nor
  /// the results.
  ///
  /// @param pause how long to rest unless there is news
  /// @return the next pause
  private Duration round(Duration pause) throws InterruptedException {
    boolean isNews = news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS) || pause.isZero();
    if (!pause.isZero()) {
      LockSupport.parkNanos(lookedAt + GATHERED.toNanos() - System.nanoTime());
    }
    news.drainPermits();
    boolean wasFailing = !failing.isEmpty();
    int done = 0;
    Set<TypeName> known = new TreeSet<>();
    List<String> queues = new ArrayList<>();
    tried(
        "queues",
        () -> {
          known.addAll(known());
          queues.addAll(redis.existing(known.stream().map(Keys::queue).toList()));
          takeover.forgetAllBut(queues);
          failing.keySet().removeIf(of -> of.startsWith(Keys.QUEUES) && !queues.contains(of));
          return 0;
        });
    for (String queue : queues) {
      done += tried(queue, () -> takeover.takeOver(queue, known));
    }
    if (isNews || System.nanoTime() - repliedAt > LOOK_ANYWAY.toNanos()) {
      repliedAt = System.nanoTime();
      done += tried("results", replier::reply);
    }
    lookedAt = System.nanoTime();
    if (done > 0) {
      return done >= Replier.CHUNK ? Duration.ZERO : GATHERED;
    }
    if (!failing.isEmpty()) {
      return FAILING.after(wasFailing ? pause : Duration.ZERO);
    }
    if (takeover.isUnfinished()) {
      return OFTEN;
    }
    return redis.keysAreTold() ? LOOK_ANYWAY : UNTOLD.after(isNews ? Duration.ZERO : pause);
  }

  /// What the tasks came to that ended last.
  private void sayLast() {
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    int said;
    do {
      said = tried("results", replier::reply);
    } while (said > 0 && System.nanoTime() < until);
  }

  private interface Duty {
    int run();
  }

  /// @return how much was done; 0 when it failed, which is said once
  private int tried(String what, Duty duty) {
    try {
      int done = duty.run();
      Boolean wasSaid = failing.remove(what);
      if (wasSaid != null) {
        (wasSaid ? log.atInfo() : log.atDebug())
            .setMessage("the producers' protocol goes on")
            .addKeyValue("with", what)
            .log();
      }
      return done;
    } catch (StoreException e) {
      boolean wasSaid = failing.getOrDefault(what, false);
      boolean isLogged = Aliases.isLogged(e);
      failing.put(what, wasSaid || !isLogged);
      (wasSaid || isLogged ? log.atDebug() : log.atWarn())
          .setMessage("the producers' protocol waits")
          .addKeyValue("with", what)
          .addKeyValue("why", e.getMessage())
          .addKeyValue("remedy", e.remedy())
          .log();
      return 0;
    } catch (RuntimeException | Error e) {
      // An error of the machine too: what comes next may not meet it.
      boolean wasSaid = Boolean.TRUE.equals(failing.put(what, true));
      (wasSaid ? log.atDebug() : log.atError())
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

  /// Ends it, once it has said what is owed now. What it cannot say in time is said by another
  /// process, or by the next one.
  @Override
  public void close() {
    closed = true;
    news.release();
    try {
      if (!thread.join(LAST_WORDS.plusSeconds(1))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    redis.close();
  }
}
