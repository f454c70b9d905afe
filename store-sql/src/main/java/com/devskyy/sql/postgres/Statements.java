package com.devskyy.sql.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/// Statements with their values. Arrays of Java become arrays of the database. The driver keeps
/// what it has prepared, so that preparing again costs next to nothing.
final class Statements {
  private Statements() {}

  /// Reads the rows of an answer.
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  static <T> T query(
      Connection connection, String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        return reader.read(rows);
      }
    }
  }

  /// How many rows it changed.
  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /// Calls a function whose answer does not matter.
  static void call(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    query(connection, sql, ResultSet::next, values);
  }

  /// Reads one state of things with several statements.
  static <T> T atOneMoment(Connection connection, Connections.Work<T> work) throws SQLException {
    return within(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
  }

  /// Does several things or none.
  static <T> T together(Connection connection, Connections.Work<T> work) throws SQLException {
    return within(connection, "BEGIN", work);
  }

  private static <T> T within(Connection connection, String begin, Connections.Work<T> work)
      throws SQLException {
    boolean done = false;
    run(connection, begin);
    try {
      T answer = work.run(connection);
      run(connection, "COMMIT");
      done = true;
      return answer;
    } finally {
      if (!done) {
        try {
          run(connection, "ROLLBACK");
        } catch (SQLException _) {
          // The connection is broken, as the first exception says.
        }
      }
    }
  }

  /// Runs a statement without values or answer.
  static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      switch (value) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case String text -> statement.setString(i + 1, text);
        default -> statement.setObject(i + 1, value);
      }
    }
  }

  /// Absent when the value is.
  static @Nullable Long numberIfAny(ResultSet rows, String column) throws SQLException {
    long number = rows.getLong(column);
    return rows.wasNull() ? null : number;
  }

  static String[] texts(ResultSet rows, String column) throws SQLException {
    return (String[]) rows.getArray(column).getArray();
  }

  /// Absent when the whole array is.
  static Integer @Nullable [] numbersIfAny(ResultSet rows, String column) throws SQLException {
    var array = rows.getArray(column);
    return array == null ? null : (Integer[]) array.getArray();
  }
}
