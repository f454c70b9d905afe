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
  /// The server, for people.
  @Override
  public String toString() {
    return "PostgreSQL at %s as %s, namespace %s".formatted(place(), user, namespace);
  }

  /// The URL without its parameters, of which some are secrets.
  public String place() {
    return url.replaceFirst("\\?.*", "");
  }
}
