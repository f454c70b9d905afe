package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import java.sql.SQLException;

/// Says in the words of [StoreException] what the server said, and what is worth trying again.
final class PostgresErrors {
  /// Failed tasks fill the store: raised by `insert_tasks`.
  static final String DEAD_LETTERS = "DSFUL";

  /// Another has passed the rescue gate: raised by `advance`.
  static final String GATE = "DSGAT";

  private final String where;

  /// @param where the store, for people; no password in it
  PostgresErrors(String where) {
    this.where = where;
  }

  /// Whether the connection is of no more use, while a new one may be.
  static boolean isBroken(SQLException e) {
    String state = state(e);
    // All that the driver calls connection trouble; shut down, crashed, not yet started, ended as
    // idle for too long, alone or within a transaction; too many connections.
    return state.startsWith("08")
        || state.startsWith("57P0")
        || state.equals("25P03")
        || state.equals("53300");
  }

  /// Whether it failed only because others did something at the same time.
  static boolean isCollision(SQLException e) {
    return switch (state(e)) {
      // The third: two have stored a task of one id at the same moment.
      case "40001", "40P01", "23505", "55P03" -> true;
      default -> false;
    };
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  StoreException of(SQLException e) {
    String state = state(e);
    if (state.startsWith("28")) {
      return failed(Kind.UNAVAILABLE, e, "Check user and password, and pg_hba.conf on the server.");
    }
    return switch (state) {
      case "3D000" ->
          failed(Kind.UNAVAILABLE, e, "Create the database (createdb) or name another one.");
      case "53100" -> failed(Kind.FULL, e, "Make room on the server's disk.");
      case "53200" -> failed(Kind.UNAVAILABLE, e, "The server is short of memory; see its log.");
      case "53300" ->
          failed(
              Kind.UNAVAILABLE,
              e,
              "Raise max_connections on the server, or use fewer connections per process.");
      case "25006" ->
          failed(
              Kind.READ_ONLY,
              e,
              "Connect to the primary server, or allow writes (default_transaction_read_only).");
      case "42501" ->
          failed(
              Kind.READ_ONLY,
              e,
              "Grant the user CREATE on the database, or on the store's schema.");
      case "XX001", "XX002" ->
          failed(Kind.CORRUPT, e, "Stop all processes and restore the last backup.");
      default ->
          isBroken(e)
              ? unreachable(e)
              : failed(Kind.UNAVAILABLE, e, "See the cause and the server's log.");
    };
  }

  private StoreException failed(Kind kind, SQLException e, String remedy) {
    return new StoreException(kind, "%s: %s".formatted(where, e.getMessage()), remedy, e);
  }

  /// Nothing came of repeating either.
  StoreException unreachable(SQLException e) {
    return new StoreException(
        Kind.UNAVAILABLE,
        "%s does not answer: %s".formatted(where, e.getMessage()),
        "Check that the server runs and can be reached from here; then it goes on by itself.",
        e);
  }

  StoreException busy() {
    return new StoreException(
        Kind.UNAVAILABLE,
        "all connections to %s are in use for longer than we wait".formatted(where),
        "Raise the number of connections, or find out what keeps them busy.");
  }

  StoreException closed() {
    return new StoreException(
        Kind.UNAVAILABLE, "the store at %s is closed".formatted(where), "Open it again.");
  }
}
