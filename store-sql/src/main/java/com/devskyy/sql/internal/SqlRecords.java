package com.devskyy.sql.internal;

import com.devskyy.engine.Json;
import com.devskyy.sql.internal.shared.DatabaseRecords;
import java.util.ArrayList;
import java.util.List;

/// Keeps records beside the tasks, through the same writer. Threads share it.
final class SqlRecords extends DatabaseRecords {
  private final Writer writer;
  private final Readers readers;

  SqlRecords(Writer writer, Readers readers) {
    super("record");
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  protected int change(String sql, Object... values) {
    return writer.write(1, tx -> tx.db.update(sql, values));
  }

  @Override
  protected List<Entry> read(String sql, Object... values) {
    return readers.read(
        db -> {
          var entries = new ArrayList<Entry>();
          try (var rows = db.query(sql, values)) {
            while (rows.next()) {
              entries.add(new Entry(rows.text(1), Json.ofBytes(rows.bytes(2))));
            }
          }
          return entries;
        });
  }
}
