package com.devskyy.engine.store;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log that a store's server does not answer and that it answers again: one line each,
/// however many calls notice. Threads share it.
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
    synchronized (this) {
      if (lasting) {
        return;
      }
      lasting = true;
      since = nanos.getAsLong();
    }
    log.atWarn()
        .setMessage("%s does not answer, calls are repeated".formatted(server))
        .addKeyValue("address", address)
        .addKeyValue("why", why)
        .log();
  }

  /// A call had its answer.
  public void answered() {
    if (!lasting) {
      return;
    }
    long silent;
    synchronized (this) {
      if (!lasting) {
        return;
      }
      lasting = false;
      silent = nanos.getAsLong() - since;
    }
    log.atInfo()
        .setMessage("%s answers again".formatted(server))
        .addKeyValue("address", address)
        .addKeyValue("silent_ms", silent / 1_000_000)
        .log();
  }

  /// Marks what is thrown, while the log has said what it is about.
  public StoreException marked(StoreException trouble) {
    return lasting ? trouble.logged() : trouble;
  }
}
