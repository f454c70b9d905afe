package com.devskyy.sql.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection with the statements it has prepared, which stay open. Used by one thread at a
/// time. A statement must not be run again while a result of it is being read.
///
/// What only SQLite says in this way has a name here, for another dialect to say otherwise.
final class Db implements AutoCloseable {
  /// The values of one parameter made by [#list].
  static final String LISTED = "(SELECT value FROM json_each(?))";

  private static final String BEGIN = "BEGIN IMMEDIATE";
  private static final String BEGIN_READING = "BEGIN";
  private static final String COMMIT = "COMMIT";
  private static final String ROLLBACK = "ROLLBACK";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, Batch> batches = new HashMap<>();

  /// Takes over a connection.
  Db(Connection connection) throws SQLException {
    this.connection = connection;
    // With auto-commit the driver would try to open a transaction around each statement; without,
    // it leaves that to us once the one it has begun by itself is over.
    connection.setAutoCommit(false);
    run(COMMIT);
  }

  /// Begins a transaction that may write: at once, or a later upgrade could fail for good.
  void begin() throws SQLException {
    run(BEGIN);
  }

  /// Begins to read one state of things.
  void beginReading() throws SQLException {
    run(BEGIN_READING);
  }

  void commit() throws SQLException {
    run(COMMIT);
  }

  /// Undoes everything since the beginning, also what was only gathered for a batch.
  ///
  /// All statements are prepared anew: SQLite keeps its lock until nothing is being read any more.
  void rollback() throws SQLException {
    prepared.values().forEach(Db::discard);
    batches.values().forEach(batch -> discard(batch.statement));
    prepared.clear();
    batches.clear();
    run(ROLLBACK);
  }

  private static void discard(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException _) {
      // It had failed itself.
    }
  }

  /// Changes whenever another connection has committed.
  long dataVersion() throws SQLException {
    return number("PRAGMA data_version", 0);
  }

  /// One parameter for [#LISTED]. The values must need no escape in JSON.
  static String list(Collection<?> values) {
    var text = new StringBuilder(values.size() * 29 + 2).append('[');
    for (Iterator<?> each = values.iterator(); each.hasNext(); ) {
      Object value = each.next();
      if (value instanceof Number) {
        text.append(value);
      } else {
        text.append('"').append(value).append('"');
      }
      if (each.hasNext()) {
        text.append(',');
      }
    }
    return text.append(']').toString();
  }

  Rows query(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, values);
    return new Rows(statement.executeQuery());
  }

  /// The first column of the first row.
  long number(String sql, long otherwise, @Nullable Object... values) throws SQLException {
    try (var rows = query(sql, values)) {
      return rows.next() ? rows.number(1) : otherwise;
    }
  }

  /// How many rows it changed.
  int update(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, values);
    return statement.executeUpdate();
  }

  /// A statement that is run later for many rows at once.
  Batch batch(String sql) throws SQLException {
    Batch batch = batches.get(sql);
    if (batch == null) {
      batch = new Batch(connection.prepareStatement(sql));
      batches.put(sql, batch);
    }
    return batch;
  }

  /// Runs a statement without parameters or result.
  void run(String sql) throws SQLException {
    prepare(sql).execute();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    // The driver closes one that fails in earnest, as on a full disk.
    if (statement == null || statement.isClosed()) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, java.sql.Types.NULL);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Double number -> statement.setDouble(i + 1, number);
        case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
        case Object other -> throw new IllegalArgumentException("cannot bind " + other.getClass());
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /// Rows gathered for one statement.
  static final class Batch {
    private final PreparedStatement statement;
    private boolean empty = true;

    private Batch(PreparedStatement statement) {
      this.statement = statement;
    }

    void add(@Nullable Object... values) throws SQLException {
      bind(statement, values);
      statement.addBatch();
      empty = false;
    }

    void run() throws SQLException {
      if (!empty) {
        empty = true;
        statement.executeBatch();
      }
    }
  }
}
