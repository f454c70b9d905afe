package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A task in line that a claim may take.
///
/// @param row as it stands, with its input
/// @param tag its turn
/// @param holdsKey whether it holds a unique key until its end
record Candidate(TaskRow row, long tag, boolean holdsKey) {
  private static final String COLUMNS =
      "SELECT "
          + TaskRow.QUEUED
          + ", "
          + TaskRow.INPUT
          + ", r.tag, t.unique_key IS NOT NULL AND t.unique_for_ms IS NULL"
          + " FROM ready r CROSS JOIN task t ON t.seq = r.seq WHERE r.queue = ? AND r.lane = ?";
  private static final String FIRST = COLUMNS + " ORDER BY r.tag, r.id LIMIT ?";
  private static final String NEXT =
      COLUMNS + " AND (r.tag, r.id) > (?, ?) ORDER BY r.tag, r.id LIMIT ?";

  /// The first of a lane, in order.
  ///
  /// @param maxBytes no further one once the inputs reach so many bytes
  static List<Candidate> first(Db db, int queue, int lane, int limit, long maxBytes)
      throws SQLException {
    try (var rows = db.query(FIRST, queue, lane, limit)) {
      return read(rows, maxBytes);
    }
  }

  /// Those of a lane that come after one, in order.
  static List<Candidate> after(Db db, int queue, int lane, Candidate last, int limit, long maxBytes)
      throws SQLException {
    try (var rows = db.query(NEXT, queue, lane, last.tag, last.row.id.value(), limit)) {
      return read(rows, maxBytes);
    }
  }

  private static List<Candidate> read(Rows rows, long maxBytes) throws SQLException {
    var candidates = new ArrayList<Candidate>();
    long bytes = 0;
    while ((candidates.isEmpty() || bytes < maxBytes) && rows.next()) {
      var row = new TaskRow(rows);
      row.input = rows.bytes(TaskRow.COLUMNS + 1);
      long tag = rows.number(TaskRow.COLUMNS + 2);
      boolean holdsKey = rows.integer(TaskRow.COLUMNS + 3) != 0;
      candidates.add(new Candidate(row, tag, holdsKey));
      bytes += row.inputBytes;
    }
    return candidates;
  }
}
