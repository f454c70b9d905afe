package com.devskyy.redis.internal;

import com.devskyy.engine.Pauses;
import com.devskyy.engine.store.StoreException;
import com.devskyy.redis.RedisSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to the server of one shard: a few connections, made anew when they break, a call
/// repeated until patience ends. All calls may be repeated: they carry ids and numbers by which the
/// scripts know them again. Threads share it.
///
/// One line is logged when a server of the store stops answering and one when all answer again.
final class Link implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 16;
  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(10), Duration.ofSeconds(1));

  private static final Logger log = LoggerFactory.getLogger(Link.class);

  private final RedisSettings settings;
  private final Locator locator;
  private final Troubles troubles;
  private final Silences silences;
  private final Silences.Range slots;
  private final boolean ofRange;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  /// Connections on which an answer did not come: what was asked may still lie in the server's
  /// buffer. They are ended at the server before anything is asked anew, or the old request might
  /// be carried out after the new one.
  private final ConcurrentLinkedQueue<Long> doubtful = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean refusalSaid = new AtomicBoolean();
  private volatile boolean closed;

  /// A connection and by what number the server knows it; -1 when it does not say.
  private record Connection(Wire wire, long number) {}

  /// @param hashTag what stands between the braces of the shard's keys
  /// @param silences shared by all links of a store
  Link(RedisSettings settings, String hashTag, Silences silences) {
    this(
        settings,
        new Locator(settings, Slots.of(hashTag)),
        silences,
        Silences.Range.of(Slots.of(hashTag)),
        false);
  }

  private Link(
      RedisSettings settings,
      Locator locator,
      Silences silences,
      Silences.Range slots,
      boolean ofRange) {
    this.settings = settings;
    this.locator = locator;
    this.silences = silences;
    this.slots = slots;
    this.ofRange = ofRange;
    troubles = new Troubles(settings.address());
  }

  /// The way to the node of a cluster that has these slots. As a slot may leave that range, its
  /// calls throw the `MOVED` of the node.
  Link to(Silences.Range range) {
    return new Link(settings, locator.to(range.first()), silences, range, true);
  }

  /// Calls a script.
  ///
  /// @param arguments the number of keys, the keys, and what follows
  /// @throws RedisError an answer that begins with `STORE`, which is the script's own
  @Nullable Object call(Script script, List<byte[]> arguments) {
    return patiently(
        wire -> {
          try {
            return wire.call(command("EVALSHA", script.sha1(), arguments));
          } catch (RedisError e) {
            if (!e.code().equals("NOSCRIPT")) {
              throw e;
            }
            return wire.call(command("EVAL", script.text(), arguments));
          }
        });
  }

  private static List<byte[]> command(String name, byte[] script, List<byte[]> arguments) {
    var command = new ArrayList<byte[]>(arguments.size() + 2);
    command.add(Bytes.of(name));
    command.add(script);
    command.addAll(arguments);
    return command;
  }

  /// Calls a command that may be repeated.
  @Nullable Object call(String... command) {
    return patiently(wire -> wire.call(command));
  }

  /// Calls several commands that may be repeated, in one round trip.
  ///
  /// @return their answers
  List<@Nullable Object> callAll(List<List<byte[]>> commands) {
    var answers = new ArrayList<@Nullable Object>();
    if (!commands.isEmpty()) {
      patiently(
          wire -> {
            answers.clear();
            wire.sendAll(commands);
            // All are read before the first error is told, or the next caller would read the rest.
            @Nullable RedisError error = null;
            for (int i = 0; i < commands.size(); i++) {
              try {
                answers.add(wire.answer());
              } catch (RedisError e) {
                error = error == null ? e : error;
              }
            }
            if (error != null) {
              throw error;
            }
            return answers;
          });
    }
    return answers;
  }

  /// A connection of one's own, closed by whoever asked for it.
  Wire connect() throws IOException {
    return locator.connect();
  }

  private interface Request {
    @Nullable Object on(Wire wire) throws IOException;
  }

  private @Nullable Object patiently(Request request) {
    // An interrupt would break a virtual thread's connection: it is kept for later.
    boolean interrupted = Thread.interrupted();
    long began = System.nanoTime();
    if (!free.tryAcquire()) {
      interrupted |= acquire(began);
    }
    Duration pause = Duration.ZERO;
    try {
      while (true) {
        if (closed) {
          throw troubles.closed();
        }
        Exception trouble;
        try {
          Object answer = once(request);
          silences.answered(slots);
          return answer;
        } catch (IOException e) {
          if (Troubles.isDistrusted(e)) {
            throw troubles.distrusted(e);
          }
          trouble = e;
        } catch (RedisError e) {
          boolean isCallers =
              e.code().startsWith("STORE") || (ofRange && e.code().equals(RedisError.MOVED));
          if (isCallers || !Troubles.mayPass(e)) {
            silences.answered(slots);
            throw isCallers ? e : troubles.of(e);
          }
          trouble = e;
        }
        boolean asked = Thread.interrupted();
        interrupted |= asked;
        Duration tried = Duration.ofNanos(System.nanoTime() - began);
        if (tried.plus(pause).compareTo(settings.patience()) >= 0 && !closed) {
          silent(trouble);
          throw silences.marked(asThrown(trouble, tried));
        }
        if (!pause.isZero()) {
          // The first repetition is at once: the server may have closed what was idle too long.
          silent(trouble);
          LockSupport.parkNanos(pause.toNanos());
          interrupted |= Thread.interrupted();
        }
        pause = PAUSES.after(pause);
      }
    } finally {
      free.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Waits for a connection that is free, as the others may all wait for the server.
  ///
  /// @return whether there was an interrupt meanwhile
  /// @throws StoreException when patience ends first
  private boolean acquire(long began) {
    boolean interrupted = false;
    while (true) {
      long left = settings.patience().toNanos() - (System.nanoTime() - began);
      try {
        if (free.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          return interrupted;
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        // Who has a connection may be about to say it: whoever is first says it for all.
        var waiting = new IOException("%d calls wait for it already".formatted(MAX_CONNECTIONS));
        silent(waiting);
        throw silences.marked(troubles.unreachable(waiting, settings.patience()));
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }

  private StoreException asThrown(Exception trouble, Duration tried) {
    return trouble instanceof RedisError e ? troubles.of(e) : troubles.unreachable(trouble, tried);
  }

  private @Nullable Object once(Request request) throws IOException {
    Connection connection = idle.pollFirst();
    if (connection == null) {
      connection = open();
    }
    try {
      Object answer = request.on(connection.wire());
      giveBack(connection);
      return answer;
    } catch (RedisError e) {
      if (Troubles.isElsewhere(e)) {
        connection.wire().close();
        dropIdle();
      } else {
        giveBack(connection);
      }
      throw e;
    } catch (IOException | RuntimeException e) {
      connection.wire().close();
      doubtful.add(connection.number());
      dropIdle();
      throw e;
    }
  }

  private Connection open() throws IOException {
    Wire wire = locator.connect();
    try {
      for (Long old = doubtful.peek(); old != null; old = doubtful.peek()) {
        if (old >= 0) {
          ask(wire, "CLIENT", "KILL", "ID", old.toString());
        }
        doubtful.remove(old);
      }
      long number = ask(wire, "CLIENT", "ID") instanceof Long id ? id : -1;
      return new Connection(wire, number);
    } catch (IOException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /// What a server may refuse us without stopping work.
  private @Nullable Object ask(Wire wire, String... command) throws IOException {
    try {
      return wire.call(command);
    } catch (RedisError e) {
      if (Troubles.mayPass(e)) {
        throw e;
      }
      if (refusalSaid.compareAndSet(false, true)) {
        log.atWarn()
            .setMessage(
                "Redis does not let us end our own broken connections: a request that got stuck in one"
                    + " may be carried out after its repetition")
            .addKeyValue("address", settings.address())
            .addKeyValue("why", e.getMessage())
            .addKeyValue("remedy", "Let the user call CLIENT ID and CLIENT KILL.")
            .log();
      }
      return null;
    }
  }

  private void giveBack(Connection connection) {
    idle.addFirst(connection);
    if (closed) {
      dropIdle();
    }
  }

  /// Where one is broken, the others mostly are.
  private void dropIdle() {
    for (var each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      each.wire().close();
    }
  }

  private void silent(Exception trouble) {
    if (!closed) {
      silences.noAnswer(slots, String.valueOf(trouble.getMessage()));
    }
  }

  @Override
  public void close() {
    closed = true;
    dropIdle();
  }
}
