package com.devskyy.redis.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what has changed: what this process did at once, on the thread that did it, and
/// what others did as they publish it. Who listens hears of others on a thread of the store.
/// Threads share it.
final class Hints implements AutoCloseable {
  /// A connection that is silent for so long is asked whether it still lives.
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(50), Duration.ofSeconds(2));

  /// Where a server says which keys have changed.
  private static final byte[] CHANGED_KEYS = Bytes.of("__redis__:invalidate");

  private static final Logger log = LoggerFactory.getLogger(Hints.class);

  private final Link link;
  private final byte[] channel;
  private final byte[] origin;
  private final IntFunction<TypeName> names;
  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile @Nullable Bell bell;
  private volatile boolean keysAreTold;

  // Guarded by this.
  private @Nullable Thread thread;
  private @Nullable Wire wire;

  // Used by the thread alone.
  private boolean keysRefused;

  /// @param origin of what this process publishes
  /// @param names of types by number
  Hints(Link link, byte[] channel, byte[] origin, IntFunction<TypeName> names) {
    this.link = link;
    this.channel = channel;
    this.origin = origin;
    this.names = names;
  }

  /// Adds a listener.
  ///
  /// @return ends it
  AutoCloseable subscribe(Consumer<Hint> listener) {
    var subscription = new Object();
    listeners.put(subscription, listener);
    start();
    return () -> listeners.remove(subscription);
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("store-hints").start(this::listen);
    }
  }

  /// What is heard beside hints.
  ///
  /// @param channel on which something is published
  /// @param keys of which changes count: how their names begin; empty where they lie on another
  ///     server
  /// @param ring called on a thread of the store, also when something may have been missed
  record Bell(byte[] channel, Optional<String> keys, Runnable ring) {}

  /// Rings a bell from now on, in place of any before.
  void ring(Bell bell) {
    this.bell = bell;
    synchronized (this) {
      if (wire != null) {
        // What a connection listens to is said when it is made.
        wire.close();
      }
    }
    start();
  }

  /// Whether the bell rings when its keys change; else somebody has to look.
  boolean keysAreTold() {
    return keysAreTold;
  }

  /// What a script of ours has published.
  void tell(byte[] published) {
    if (published.length > 0 && !listeners.isEmpty()) {
      tell(read(published, 0, false));
    }
  }

  /// Anything may have changed.
  void everything() {
    tell(Hint.EVERYTHING);
  }

  private void tell(Hint hint) {
    for (Consumer<Hint> listener : listeners.values()) {
      try {
        listener.accept(hint);
      } catch (RuntimeException e) {
        // The other listeners shall hear theirs.
        log.atError().setMessage("a listener to hints failed").setCause(e).log();
      }
    }
  }

  /// Two bytes how many queues, their numbers, ids.
  private Hint read(byte[] published, int from, boolean elsewhere) {
    var unpacker = new Unpacker(published);
    unpacker.bytes(from);
    Set<TypeName> queues = new HashSet<>();
    for (int i = unpacker.u16(); i > 0; i--) {
      queues.add(names.apply(unpacker.u16()));
    }
    Set<TaskId> tasks = new HashSet<>();
    for (int at = unpacker.position(); at < published.length; at += Ids.BYTES) {
      tasks.add(Ids.of(published, at));
    }
    return new Hint(tasks, queues, false, elsewhere);
  }

  private void listen() {
    Duration pause = Duration.ZERO;
    boolean refused = false;
    while (!closed) {
      try (Wire own = link.connect()) {
        own.timeout(SILENCE);
        subscribe(own);
        pause = Duration.ZERO;
        hear(own);
      } catch (RedisError e) {
        // The server may still be loading; but it may also not let us listen.
        if (!refused && !Troubles.mayPass(e)) {
          refused = true;
          log.atWarn()
              .setMessage("Redis does not let us subscribe: news comes late")
              .addKeyValue("why", e.getMessage())
              .log();
        }
      } catch (IOException | StoreException _) {
        // The calls say what is wrong with the server; here we try again until it is there.
      } catch (RuntimeException e) {
        log.atError().setMessage("what Redis published cannot be read").setCause(e).log();
      }
      keysAreTold = false;
      pause = PAUSES.after(pause);
      if (!closed) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private void subscribe(Wire own) throws IOException {
    synchronized (this) {
      if (closed) {
        own.close();
      }
      wire = own;
    }
    Bell also = bell;
    if (also == null) {
      own.call(List.of(Bytes.of("SUBSCRIBE"), channel));
    } else {
      keysAreTold = also.keys().isPresent() && hearOfKeys(own, also);
      if (!keysAreTold) {
        own.call(List.of(Bytes.of("SUBSCRIBE"), channel, also.channel()));
      }
      also.ring().run();
    }
    everything();
  }

  /// Subscribes, and asks the server to say on the same connection which keys change.
  ///
  /// @return false when it does not let us
  private boolean hearOfKeys(Wire own, Bell also) throws IOException {
    try {
      String id = String.valueOf(own.call("CLIENT", "ID"));
      String keys = also.keys().orElseThrow();
      own.call("CLIENT", "TRACKING", "ON", "REDIRECT", id, "BCAST", "PREFIX", keys);
      own.call(List.of(Bytes.of("SUBSCRIBE"), channel, also.channel(), CHANGED_KEYS));
      return true;
    } catch (RedisError e) {
      if (Troubles.mayPass(e)) {
        throw e;
      }
      if (!keysRefused) {
        keysRefused = true;
        log.atInfo()
            .setMessage(
                "Redis does not let us hear of changed keys: they are looked at now and then")
            .addKeyValue("why", e.getMessage())
            .addKeyValue(
                "remedy",
                "Let the user call CLIENT TRACKING and subscribe to __redis__:invalidate.")
            .log();
      }
      return false;
    }
  }

  private void hear(Wire own) throws IOException {
    boolean asked = false;
    while (!closed) {
      try {
        if (own.answer() instanceof List<?> push && push.size() == 3) {
          hear(push);
        }
        asked = false;
      } catch (SocketTimeoutException e) {
        if (asked) {
          throw e;
        }
        asked = true;
        own.send(List.of(Bytes.of("PING")));
      }
    }
  }

  /// @param push its kind, channel, and what was published there
  private void hear(List<?> push) {
    boolean isHint = push.get(1) instanceof byte[] of && Arrays.equals(of, channel);
    if (isHint && push.get(2) instanceof byte[] message) {
      hear(message);
    }
    Bell also = bell;
    if (!isHint && also != null) {
      also.ring().run();
    }
  }

  private void hear(byte[] message) {
    boolean isOurs =
        message.length >= origin.length
            && Arrays.equals(message, 0, origin.length, origin, 0, origin.length);
    if (!isOurs && message.length > origin.length && !listeners.isEmpty()) {
      tell(read(message, origin.length, true));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      listeners.clear();
      if (wire != null) {
        wire.close();
      }
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }
}
