package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a PostgreSQL store is reached and kept.
///
/// @param store what all processes that share the store should agree on
/// @param url as JDBC wants it: `jdbc:postgresql://host:port/database`, with parameters such as
///     `sslmode=require` if need be
/// @param user who connects
/// @param password his password, where he needs one
/// @param namespace the schema that holds everything, made when it is missing; default `dsw`.
///     Lower case letters, digits and `_`, at most 40
/// @param connections most connections of this process at once, beside one that listens; default 4
/// @param answerTimeout how long one call may take before its connection is given up; default 10 s
/// @param patience how long calls are repeated while the server cannot be reached, before they
///     fail; default 5 s
public record PostgresSettings(
    StoreSettings store,
    String url,
    String user,
    Optional<String> password,
    String namespace,
    int connections,
    Duration answerTimeout,
    Duration patience) {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z_][a-z0-9_]{0,39}");

  public PostgresSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the URL must begin with jdbc:postgresql:, it began with "
              + url.substring(0, Math.min(16, url.length())));
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "the namespace must be lower case letters, digits and _, at most 40; was \"%s\""
              .formatted(namespace));
    }
    if (connections < 1 || connections > 100) {
      throw new IllegalArgumentException("connections must be 1 to 100, was " + connections);
    }
    if (answerTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "the answer timeout must be at least 1 s, was " + answerTimeout);
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("the patience must not be negative, was " + patience);
    }
  }

  /// The defaults.
  public static PostgresSettings of(String url, String user, Optional<String> password) {
    return new PostgresSettings(
        StoreSettings.DEFAULT,
        url,
        user,
        password,
        "dsw",
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5));
  }

  /// These with other settings of the store.
  public PostgresSettings withStore(StoreSettings other) {
    return new PostgresSettings(
        other, url, user, password, namespace, connections, answerTimeout, patience);
  }

  /// These with another namespace.
  public PostgresSettings withNamespace(String other) {
    return new PostgresSettings(
        store, url, user, password, other, connections, answerTimeout, patience);
  }

  /// These with another number of connections.
  public PostgresSettings withConnections(int other) {
    return new PostgresSettings(
        store, url, user, password, namespace, other, answerTimeout, patience);
  }

  /// These with other limits of waiting.
  public PostgresSettings withWaiting(Duration otherAnswerTimeout, Duration otherPatience) {
    return new PostgresSettings(
        store, url, user, password, namespace, connections, otherAnswerTimeout, otherPatience);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "PostgreSQL at %s as %s, namespace %s".formatted(url, user, namespace);
  }
}
