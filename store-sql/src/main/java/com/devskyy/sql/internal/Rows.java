package com.devskyy.sql.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The rows of a query, read once from the first to the last. Columns count from 1.
final class Rows implements AutoCloseable {
  private final ResultSet result;

  Rows(ResultSet result) {
    this.result = result;
  }

  boolean next() throws SQLException {
    return result.next();
  }

  /// 0 when absent.
  long number(int column) throws SQLException {
    return result.getLong(column);
  }

  /// 0 when absent.
  int integer(int column) throws SQLException {
    return result.getInt(column);
  }

  @Nullable Long numberIfAny(int column) throws SQLException {
    long number = result.getLong(column);
    return result.wasNull() ? null : number;
  }

  double real(int column) throws SQLException {
    return result.getDouble(column);
  }

  /// A text that is never absent.
  String text(int column) throws SQLException {
    String text = result.getString(column);
    if (text == null) {
      throw new SQLException("column " + column + " is empty where a text must be");
    }
    return text;
  }

  @Nullable String textIfAny(int column) throws SQLException {
    return result.getString(column);
  }

  /// Bytes that are never absent, but may be none.
  byte[] bytes(int column) throws SQLException {
    byte[] bytes = result.getBytes(column);
    // The driver says null for a value of no bytes as well.
    return bytes == null ? new byte[0] : bytes;
  }

  byte @Nullable [] bytesIfAny(int column) throws SQLException {
    return result.getBytes(column);
  }

  @Override
  public void close() throws SQLException {
    result.close();
  }
}
