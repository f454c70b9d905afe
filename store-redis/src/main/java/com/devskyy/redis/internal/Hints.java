package com.devskyy.redis.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Hints.class);

  private final Link link;
  private final byte[] channel;
  private final byte[] origin;
  private final IntFunction<TypeName> names;
  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  // Guarded by this.
  private @Nullable Thread thread;
  private @Nullable Wire wire;

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
    synchronized (this) {
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().daemon().name("store-hints").start(this::listen);
      }
    }
    return () -> listeners.remove(subscription);
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
      } catch (RuntimeException _) {
        // A hint may be lost; the other listeners shall hear theirs.
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
    Duration pause = FIRST_PAUSE;
    boolean refused = false;
    while (!closed) {
      try (Wire own = link.connect()) {
        own.timeout(SILENCE);
        subscribe(own);
        pause = FIRST_PAUSE;
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
      } catch (IOException | RuntimeException _) {
        // The calls say what is wrong with the server; here we try again until it is there.
      }
      if (!closed) {
        LockSupport.parkNanos(pause.toNanos());
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private void subscribe(Wire own) throws IOException {
    synchronized (this) {
      if (closed) {
        own.close();
      }
      wire = own;
    }
    own.call(List.of(Bytes.of("SUBSCRIBE"), channel));
    everything();
  }

  private void hear(Wire own) throws IOException {
    boolean asked = false;
    while (!closed) {
      try {
        if (own.answer() instanceof List<?> push
            && push.size() == 3
            && push.get(2) instanceof byte[] message) {
          hear(message);
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
