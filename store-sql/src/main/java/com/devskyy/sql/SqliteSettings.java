package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import java.time.Duration;

/// How an SQLite store is kept.
///
/// @param store what all processes that share the file should agree on
/// @param sync what a commit waits for; default [Sync#FULL]
/// @param busyTimeout how long to wait for another process that writes; default 10 s
/// @param readers connections for reads; default 3
/// @param cacheBytes memory for pages of the file, for the writer, and as much again for all
///     readers together; default 64 MiB
/// @param maxBytes most bytes of the file, beyond which writes are refused as FULL; 0, the default,
///     for no limit but the disk's
public record SqliteSettings(
    StoreSettings store,
    Sync sync,
    Duration busyTimeout,
    int readers,
    long cacheBytes,
    long maxBytes) {
  /// The defaults.
  public static final SqliteSettings DEFAULT = of(StoreSettings.DEFAULT);

  /// What a commit waits for.
  public enum Sync {
    /// The disk: what was answered survives a power failure.
    FULL,
    /// The operating system: survives the end of any process; a power failure may take the last
    /// commits, but damages nothing.
    NORMAL
  }

  public SqliteSettings {
    if (busyTimeout.isNegative() || busyTimeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the busy timeout must be 0 to 24 days, was " + busyTimeout);
    }
    if (readers < 1 || readers > 64) {
      throw new IllegalArgumentException("readers must be 1 to 64, was " + readers);
    }
    if (cacheBytes < 1 << 20) {
      throw new IllegalArgumentException("the cache must be at least 1 MiB, was " + cacheBytes);
    }
    if (maxBytes < 0) {
      throw new IllegalArgumentException("the size limit must not be negative, was " + maxBytes);
    }
  }

  /// The defaults but for what processes must agree on.
  public static SqliteSettings of(StoreSettings store) {
    return new SqliteSettings(store, Sync.FULL, Duration.ofSeconds(10), 3, 64L << 20, 0);
  }

  /// These with another sync.
  public SqliteSettings withSync(Sync other) {
    return new SqliteSettings(store, other, busyTimeout, readers, cacheBytes, maxBytes);
  }

  /// These with another size limit.
  public SqliteSettings withMaxBytes(long other) {
    return new SqliteSettings(store, sync, busyTimeout, readers, cacheBytes, other);
  }

  /// These with another wait for other processes.
  public SqliteSettings withBusyTimeout(Duration other) {
    return new SqliteSettings(store, sync, other, readers, cacheBytes, maxBytes);
  }
}
