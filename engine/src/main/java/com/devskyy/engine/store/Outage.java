package com.devskyy.engine.store;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log that a store's server does not answer and that it answers again: one line each,
/// however many calls notice. Who returns from here finds the line written. Threads share it.
public final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  private final String server;
  private final String address;
  private final LongSupplier nanos;
  private volatile boolean lasting;

  // Guarded by this.
  private long since;

  /// @param server what it is, as "PostgreSQL"
  /// @param address where it is, without secrets
  /// @param nanos a monotonic clock, as [System#nanoTime()]
  public Outage(String server, String address, LongSupplier nanos) {
    this.server = server;
    this.address = address;
    this.nanos = nanos;
  }

  /// A call had no answer, and is repeated.
  public void noAnswer(String why) {
    if (!lasting) {
      begin(why);
    }
  }

  private synchronized void begin(String why) {
    if (lasting) {
      return;
    }
    since = nanos.getAsLong();
    log.atWarn()
        .setMessage("%s does not answer, calls are repeated".formatted(server))
        .addKeyValue("address", address)
        .addKeyValue("why", why)
        .log();
    lasting = true;
  }

  /// A call had its answer.
  public void answered() {
    if (lasting) {
      end();
    }
  }

  private synchronized void end() {
    if (!lasting) {
      return;
    }
    log.atInfo()
        .setMessage("%s answers again".formatted(server))
        .addKeyValue("address", address)
        .addKeyValue("silent_ms", (nanos.getAsLong() - since) / 1_000_000)
        .log();
    lasting = false;
  }

  /// Marks what is thrown, while the log has said what it is about.
  public StoreException marked(StoreException trouble) {
    return lasting ? trouble.logged() : trouble;
  }
}
