package com.devskyy.fakes;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Whom [FakeFashn] tells of which run: once if it is taken, else five times in about five minutes.
/// Nothing is signed. Guarded by the fake.
final class FashnHooks {
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofSeconds(90),
          Duration.ofSeconds(150));

  private final Map<String, Listener> listeners = new HashMap<>();

  /// @param told how often it was told in vain
  /// @param next when it is told again; empty when it never is
  private record Listener(URI address, int told, Optional<Instant> next) {}

  void add(String run, URI address, Instant now) {
    listeners.put(run, new Listener(address, 0, Optional.of(now)));
  }

  /// Whom to tell of a run now.
  Optional<URI> due(String run, Instant now) {
    return Optional.ofNullable(listeners.get(run))
        .filter(listener -> listener.next.filter(Predicate.not(now::isBefore)).isPresent())
        .map(Listener::address);
  }

  void answered(String run, int status, Instant now) {
    listeners.computeIfPresent(
        run,
        (_, listener) -> {
          boolean again = status / 100 != 2 && listener.told < AGAIN.size();
          return new Listener(
              listener.address,
              listener.told + 1,
              again ? Optional.of(now.plus(AGAIN.get(listener.told))) : Optional.empty());
        });
  }
}
