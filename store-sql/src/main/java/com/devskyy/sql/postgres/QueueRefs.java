package com.devskyy.sql.postgres;

import com.devskyy.engine.TypeName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The numbers of queues and their names, which never change once given. Threads share it.
final class QueueRefs {
  private static final String REF = "SELECT queue_of(?::text)";
  private static final String ALL = "SELECT ref, name FROM queue";

  private final Map<TypeName, Integer> refs = new ConcurrentHashMap<>();
  private final Map<Integer, TypeName> names = new ConcurrentHashMap<>();

  /// A type's queue, made when there is none.
  int of(Connection connection, TypeName type) throws SQLException {
    Integer known = refs.get(type);
    if (known != null) {
      return known;
    }
    int ref =
        Statements.query(
            connection,
            REF,
            rows -> {
              rows.next();
              return rows.getInt(1);
            },
            type.value());
    remember(ref, type);
    return ref;
  }

  /// The type of a queue.
  TypeName name(Connection connection, int ref) throws SQLException {
    TypeName known = names.get(ref);
    if (known == null) {
      Statements.query(
          connection,
          ALL,
          rows -> {
            while (rows.next()) {
              remember(rows.getInt(1), new TypeName(rows.getString(2)));
            }
            return rows;
          });
      known = names.get(ref);
      if (known == null) {
        throw new SQLException("queue " + ref + " is missing");
      }
    }
    return known;
  }

  private void remember(int ref, TypeName type) {
    refs.put(type, ref);
    names.put(ref, type);
  }
}
