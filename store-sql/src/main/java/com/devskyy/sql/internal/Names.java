package com.devskyy.sql.internal;

import com.devskyy.engine.TypeName;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The names of queues, which never change once given. Threads share it.
final class Names {
  private static final String ALL = "SELECT ref, name FROM queue";

  private final Map<Integer, TypeName> names = new ConcurrentHashMap<>();

  TypeName of(Db db, int queue) throws SQLException {
    TypeName name = names.get(queue);
    if (name == null) {
      try (var rows = db.query(ALL)) {
        while (rows.next()) {
          names.put(rows.integer(1), new TypeName(rows.text(2)));
        }
      }
      name = names.get(queue);
      if (name == null) {
        throw new SQLException("queue " + queue + " is missing");
      }
    }
    return name;
  }
}
