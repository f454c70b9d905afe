package com.devskyy.engine.client;

import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.FairShare;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tiers of users and the share of each: a user of weight 4 is served four times as often as
/// one of weight 1 while both wait in one level.
///
/// @param weights by name of tier; each a divisor of [FairShare#TURN]
public record Tiers(Map<String, Integer> weights) {
  /// Standard 1, pro 2, vip 4.
  public static final Tiers DEFAULT = new Tiers(Map.of("standard", 1, "pro", 2, "vip", 4));

  public Tiers {
    weights.values().forEach(FairShare::checkWeight);
    weights = new TreeMap<>(weights);
  }

  /// The weight of a tier; 1 when none is given.
  ///
  /// @throws InvalidInputException when there is no such tier
  public int weight(Optional<String> tier) {
    if (tier.isEmpty()) {
      return 1;
    }
    Integer weight = weights.get(tier.get());
    if (weight == null) {
      throw new InvalidInputException(
          List.of(
              new Violation(
                  "tier",
                  "must be one of " + String.join(", ", weights.keySet()),
                  "\"" + tier.get() + "\"")));
    }
    return weight;
  }
}
