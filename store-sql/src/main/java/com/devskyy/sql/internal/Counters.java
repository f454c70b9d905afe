package com.devskyy.sql.internal;

import com.devskyy.engine.TaskStatus;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Numbers kept beside the rows, so that nobody has to count them: changes are summed up in memory
/// and written once per transaction.
final class Counters {
  private static final String ADD =
      "INSERT INTO counts (queue, status, n) VALUES (?, ?, ?)"
          + " ON CONFLICT (queue, status) DO UPDATE SET n = n + excluded.n";
  private static final String ADD_BYTES =
      "UPDATE store SET retained_bytes = retained_bytes + ?, failed_bytes = failed_bytes + ?";
  private static final String FAILED_BYTES = "SELECT failed_bytes FROM store";
  private static final String RETAINED_BYTES = "SELECT retained_bytes FROM store";

  private final Db db;
  private final Map<Integer, long[]> tasks = new HashMap<>();
  private long retainedBytes;
  private long failedBytes;

  Counters(Db db) {
    this.db = db;
  }

  /// Tasks came to stand in a status, or left it when fewer than 0.
  void add(int queue, TaskStatus status, long n) {
    long[] byStatus = tasks.computeIfAbsent(queue, _ -> new long[TaskStatus.values().length]);
    byStatus[Codes.of(status)] += n;
  }

  /// Payload bytes came to an end's keeping, or left it when fewer than 0.
  void addBytes(TaskStatus end, long bytes) {
    if (end == TaskStatus.FAILED) {
      failedBytes += bytes;
    } else {
      retainedBytes += bytes;
    }
  }

  /// Bytes that failed tasks hold.
  long failedBytes() throws SQLException {
    return failedBytes + db.number(FAILED_BYTES, 0);
  }

  /// Bytes that all other ended tasks hold.
  long retainedBytes() throws SQLException {
    return retainedBytes + db.number(RETAINED_BYTES, 0);
  }

  void flush() throws SQLException {
    for (var queue : tasks.entrySet()) {
      long[] byStatus = queue.getValue();
      for (int status = 0; status < byStatus.length; status++) {
        if (byStatus[status] != 0) {
          db.update(ADD, queue.getKey(), status, byStatus[status]);
          byStatus[status] = 0;
        }
      }
    }
    if (retainedBytes != 0 || failedBytes != 0) {
      db.update(ADD_BYTES, retainedBytes, failedBytes);
      retainedBytes = 0;
      failedBytes = 0;
    }
  }

  void forget() {
    tasks.clear();
    retainedBytes = 0;
    failedBytes = 0;
  }
}
