package com.devskyy.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.sql.internal.postgres.Reach;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.postgresql.Driver;

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
    if (Driver.parseURL(url, null) == null) {
      throw new IllegalArgumentException(
          "the URL must be jdbc:postgresql://host:port/database, with a number for the port");
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

  /// The defaults for a URL as platforms write it, `postgresql://user:password@host:port/database`,
  /// or as JDBC does, with `user` and `password` among its parameters.
  ///
  /// @throws IllegalArgumentException saying what is wrong, without the password
  public static PostgresSettings ofUrl(String url) {
    String rest =
        url.startsWith("jdbc:postgresql://")
            ? url.substring("jdbc:postgresql://".length())
            : url.replaceFirst("^postgres(ql)?://", "");
    if (rest.equals(url)) {
      throw new IllegalArgumentException(
          "a PostgreSQL address begins with postgresql:// or jdbc:postgresql://");
    }
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    int at = place.lastIndexOf('@');
    if (at >= 0) {
      String[] login = place.substring(0, at).split(":", 2);
      user = Optional.of(decode(login[0]));
      password = login.length == 2 ? Optional.of(decode(login[1])) : Optional.empty();
      place = place.substring(at + 1);
    }
    if (!place.matches("[^/]+/[^/]+")) {
      throw new IllegalArgumentException(
          "a PostgreSQL address names a host and a database: postgresql://host:5432/database");
    }
    var parameters = new StringJoiner("&", "?", "").setEmptyValue("");
    for (String each : question < 0 ? new String[0] : rest.substring(question + 1).split("&", -1)) {
      if (each.startsWith("user=")) {
        user = Optional.of(decode(each.substring("user=".length())));
      } else if (each.startsWith("password=")) {
        password = Optional.of(decode(each.substring("password=".length())));
      } else if (!each.isEmpty()) {
        parameters.add(each);
      }
    }
    if (user.isEmpty()) {
      throw new IllegalArgumentException(
          "a PostgreSQL address names a user: postgresql://user:password@host:5432/database");
    }
    return of("jdbc:postgresql://" + place + parameters, user.get(), password);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
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

  /// Without what may be secret.
  @Override
  public String toString() {
    return reach().toString();
  }

  Reach reach() {
    return new Reach(url, user, password, namespace, connections, answerTimeout, patience);
  }
}
