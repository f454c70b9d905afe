package com.devskyy.bench.queue;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a backend can tell of itself. Used by one thread.
interface Server extends AutoCloseable {
  /// For an embedded database: what it does is this process's.
  Server NONE =
      new Server() {
        @Override
        public OptionalDouble cpuSeconds() {
          return OptionalDouble.empty();
        }

        @Override
        public OptionalLong commands() {
          return OptionalLong.empty();
        }

        @Override
        public long bytes(Spot spot) {
          return SqliteSize.of(spot.folder().resolve(OurStores.FILE));
        }

        @Override
        public void remove(Spot spot) {
          // Files go with their folder.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  /// The server of a spot.
  static Server of(Spot spot) {
    return switch (spot.backend()) {
      case SQLITE_FULL, SQLITE_NORMAL -> NONE;
      case REDIS -> new RedisProbe(spot.url());
      case POSTGRESQL -> new PostgresProbe(spot.url());
    };
  }

  /// Processor time it has used; empty where nobody can tell.
  OptionalDouble cpuSeconds();

  /// Commands or transactions it has been asked for, this probe's own among them.
  OptionalLong commands();

  /// How large what lies at a spot is.
  long bytes(Spot spot);

  /// Removes what lies at a spot.
  void remove(Spot spot);

  @Override
  void close();
}
