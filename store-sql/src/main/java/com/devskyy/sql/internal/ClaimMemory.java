package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last claim of each worker. One that was given nothing is remembered here alone: writing it
/// would make every idle worker's question a synced commit, and a worker asks one process only.
final class ClaimMemory {
  private static final String READ = "SELECT n, drain FROM claim WHERE worker = ?";
  private static final String WRITE =
      "INSERT INTO claim (worker, n, drain, at) VALUES (?, ?, ?, ?) ON CONFLICT (worker)"
          + " DO UPDATE SET n = excluded.n, drain = excluded.drain, at = excluded.at";
  private static final int MAX_WORKERS = 10_000;

  /// A worker's last claim.
  ///
  /// @param n its number
  /// @param drain whether it was told to drain
  record Last(long n, boolean drain) {}

  private final Db db;
  private final Map<String, Last> last =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
          return size() > MAX_WORKERS;
        }
      };

  ClaimMemory(Db db) {
    this.db = db;
  }

  @Nullable Last last(String worker) throws SQLException {
    Last known = last.get(worker);
    if (known == null) {
      try (var rows = db.query(READ, worker)) {
        if (rows.next()) {
          known = new Last(rows.number(1), rows.integer(2) != 0);
          last.put(worker, known);
        }
      }
    }
    return known;
  }

  void gaveNothing(String worker, long n) {
    last.put(worker, new Last(n, false));
  }

  void gave(String worker, long n, boolean drain, long now) throws SQLException {
    last.put(worker, new Last(n, drain));
    db.update(WRITE, worker, n, drain, now);
  }

  void forget() {
    last.clear();
  }
}
