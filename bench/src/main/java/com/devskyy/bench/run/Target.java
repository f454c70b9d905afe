package com.devskyy.bench.run;

import java.util.Optional;

/// Something the product must reach.
///
/// @param name for people
/// @param wanted the bound
/// @param atLeast whether the measured value must not be below it; else not above
/// @param measured empty when the run did not measure it
public record Target(String name, double wanted, boolean atLeast, Optional<Series> measured) {
  /// Judged by the median.
  public Optional<Boolean> met() {
    return measured.map(series -> atLeast ? series.median() >= wanted : series.median() <= wanted);
  }
}
