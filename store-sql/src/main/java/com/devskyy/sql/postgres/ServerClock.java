package com.devskyy.sql.postgres;

import com.devskyy.engine.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/// The server's clock, told by our own monotonic one and an offset that is measured anew every now
/// and then. A wrong wall clock of this host harms nobody. Threads share it.
final class ServerClock implements InstantSource {
  private static final String TIME =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofSeconds(3);
  private static final int SAMPLES = 5;

  private final Connections connections;
  private final AtomicBoolean measuring = new AtomicBoolean();
  private volatile long offsetMicros;
  private volatile long nextMeasure;

  /// Measures at once.
  ///
  /// @throws StoreException when the server does not answer
  ServerClock(Connections connections) {
    this.connections = connections;
    measure();
  }

  @Override
  public Instant instant() {
    long nanos = System.nanoTime();
    if (nanos - nextMeasure >= 0 && measuring.compareAndSet(false, true)) {
      Thread.ofVirtual().start(this::measureAgain);
    }
    long micros = nanos / 1_000 + offsetMicros;
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  private void measureAgain() {
    try {
      measure();
    } catch (StoreException _) {
      // The offset of before is good for long; whoever calls the store will hear of the trouble.
      nextMeasure = System.nanoTime() + TRY_EVERY.toNanos();
    } finally {
      measuring.set(false);
    }
  }

  /// The quickest answer is the most exact one.
  private void measure() {
    offsetMicros =
        connections.run(
            connection -> {
              long best = Long.MAX_VALUE;
              long offset = 0;
              for (int i = 0; i < SAMPLES; i++) {
                long before = System.nanoTime();
                long server =
                    Statements.query(
                        connection,
                        TIME,
                        rows -> {
                          if (!rows.next()) {
                            throw new SQLException("the server told no time");
                          }
                          return rows.getLong(1);
                        });
                long took = System.nanoTime() - before;
                if (took < best) {
                  best = took;
                  offset = server - (before + took / 2) / 1_000;
                }
              }
              return offset;
            });
    nextMeasure = System.nanoTime() + MEASURE_EVERY.toNanos();
  }
}
