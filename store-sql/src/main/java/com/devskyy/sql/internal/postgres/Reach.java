package com.devskyy.sql.internal.postgres;

import java.time.Duration;
import java.util.Optional;

/// How a server is reached; see `PostgresSettings`, which checks it.
///
/// @param url for JDBC
/// @param user who connects
/// @param password where he needs one
/// @param namespace the schema
/// @param connections most at once
/// @param answerTimeout how long one call may take
/// @param patience how long calls are repeated while the server cannot be reached
public record Reach(
    String url,
    String user,
    Optional<String> password,
    String namespace,
    int connections,
    Duration answerTimeout,
    Duration patience) {
  /// The server, for people: without the password.
  @Override
  public String toString() {
    return "PostgreSQL at %s as %s, namespace %s".formatted(url, user, namespace);
  }
}
