package com.devskyy.redis.internal;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import com.devskyy.redis.RedisAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;

/// Says in the words of [StoreException] what the server, or the way to it, said.
final class Troubles {
  /// They pass by themselves, or by asking another server.
  private static final Set<String> PASSING =
      Set.of(
          "LOADING",
          "BUSY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "READONLY",
          RedisError.MOVED,
          "ASK",
          "NOREPLICAS",
          RedisError.TOO_MANY_CLIENTS);

  /// The connection leads to a server that is not, or no longer, the right one.
  private static final Set<String> ELSEWHERE =
      Set.of("READONLY", RedisError.MOVED, "ASK", "MASTERDOWN");

  private final RedisAddress address;

  Troubles(RedisAddress address) {
    this.address = address;
  }

  static boolean mayPass(RedisError error) {
    return PASSING.contains(error.code());
  }

  static boolean isElsewhere(RedisError error) {
    return ELSEWHERE.contains(error.code());
  }

  StoreException of(RedisError error) {
    return switch (error.code()) {
      case "OOM" ->
          new StoreException(
              Kind.FULL,
              "%s has reached its maxmemory; nothing was stored".formatted(address),
              "Raise maxmemory, or purge ended tasks or keep them for less long.",
              error);
      case "READONLY" ->
          new StoreException(
              Kind.READ_ONLY,
              "%s is a replica and takes no writes".formatted(address),
              "Give the address of the master, or of the sentinels or cluster that know it.",
              error);
      case "MISCONF" ->
          new StoreException(
              Kind.READ_ONLY,
              "%s takes no writes because it cannot save: %s".formatted(address, error.text()),
              "See to its disk; its own log says what failed.",
              error);
      case "NOAUTH", "WRONGPASS", "NOPERM" ->
          unavailable(
              error,
              "does not let us in: " + error.text(),
              "Give user and password in the address; the rights that the user needs are in"
                  + " docs/notes/012-redis.md.");
      case RedisError.TOO_MANY_CLIENTS ->
          unavailable(
              error,
              "takes no more connections",
              "Raise its maxclients, or end clients that it lists in CLIENT LIST.");
      case "LOADING" ->
          unavailable(
              error, "still loads its data", "Wait until it has; its log says how far it is.");
      case "BUSY" ->
          unavailable(
              error,
              "is busy with a script of somebody else",
              "Find it with INFO or end it with SCRIPT KILL.");
      case "MASTERDOWN", "CLUSTERDOWN", RedisError.MOVED, "ASK", "TRYAGAIN" ->
          unavailable(
              error,
              "has no server for these keys: " + error.text(),
              "Look at the state of the cluster or the replicas; a failover may be going on.");
      case "NOREPLICAS" ->
          unavailable(
              error, "has too few replicas", "Bring them back, or lower min-replicas-to-write.");
      case "STOREFULL" -> throw new IllegalStateException("said by insert alone", error);
      case "WRONGTYPE" ->
          new StoreException(
              Kind.CORRUPT,
              "%s answered: %s".formatted(address, error.text()),
              "Nothing else may use the keys of our namespace; take another one.",
              error);
      default ->
          error.isOfScript()
              ? new StoreException(
                  Kind.CORRUPT,
                  "%s answered: %s".formatted(address, error.text()),
                  "What a script met there was not written by this program; take another namespace.",
                  error)
              : unavailable(
                  error,
                  "answered: " + error.text(),
                  "Its version must be 6.2 or later, and it must know scripts.");
    };
  }

  private StoreException unavailable(RedisError error, String what, String remedy) {
    return new StoreException(Kind.UNAVAILABLE, "%s %s".formatted(address, what), remedy, error);
  }

  /// Whether a connection failed for what the server's certificate says, which no repetition
  /// mends.
  static boolean isDistrusted(Throwable trouble) {
    return trouble instanceof GeneralSecurityException
        || (trouble.getCause() != null && isDistrusted(trouble.getCause()));
  }

  StoreException distrusted(Exception cause) {
    return new StoreException(
        Kind.UNAVAILABLE,
        "%s is not trusted: %s".formatted(address, cause.getMessage()),
        "Its certificate must name the host of the address and be signed by somebody whom Java trusts; "
            + "javax.net.ssl.trustStore names others, see docs/notes/012-redis.md.",
        cause);
  }

  StoreException unreachable(Exception cause, Duration tried) {
    return new StoreException(
        Kind.UNAVAILABLE,
        "%s did not answer for %d s: %s".formatted(address, tried.toSeconds(), cause.getMessage()),
        address.tls()
            ? "See that the server runs, speaks TLS on this port and can be reached from here."
            : "See that the server runs, speaks plain Redis on this port (rediss:// is for TLS) and can"
                + " be reached from here.",
        cause);
  }

  StoreException closed() {
    return new StoreException(
        Kind.UNAVAILABLE, "the store %s is closed".formatted(address), "Open it again.");
  }

  StoreException newerFormat(int found, int known) {
    return new StoreException(
        Kind.NEWER_FORMAT,
        "the store at %s has format %d, this program knows %d".formatted(address, found, known),
        "Use a newer version of this program, or another namespace.");
  }

  StoreException keepsVanishing() {
    return new StoreException(
        Kind.UNAVAILABLE,
        "the store at %s is emptied again and again".formatted(address),
        "Find out who flushes it.");
  }
}
