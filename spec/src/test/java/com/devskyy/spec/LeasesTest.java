package com.devskyy.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The model as it is keeps every promise, in every order of events; with a mistake it breaks the
/// one that is named. More bad things at once than one: `-Dspec.faults=2`, which takes minutes.
final class LeasesTest {
  private static final String FAULTS = System.getProperty("spec.faults", "1");

  @TempDir private Path scratch;

  private Tlc tlc() {
    return new Tlc(scratch).with("MaxFaults", FAULTS);
  }

  private static void holds(Tlc.Verdict verdict, long states) {
    assertThat(verdict.violated()).as(verdict.output()).isEmpty();
    // A model that can do less than it should keeps all promises easily.
    assertThat(verdict.states()).isGreaterThan(states);
    System.out.printf("%,d states%n", verdict.states());
  }

  @Test
  void nothingIsLostAndNothingIsDoneTwice() {
    Tlc.Verdict verdict =
        tlc()
            .check(
                List.of(
                    "OnePlace",
                    "EndsOnce",
                    "OneOwner",
                    "LateOwnerChangesNothing",
                    "RepeatedApply",
                    "OnlyFailuresSpendAttempts",
                    "InnocentCountsNoCrash"));
    holds(verdict, 40_000);
  }

  @Test
  void everyTaskEnds() {
    holds(tlc().with("MaxAttempts", "1").check(List.of("EveryTaskEnds")), 15_000);
  }

  /// Somebody looks at some time, be it after the grace or while it still runs.
  private Tlc whenNobodyLooksInTime() {
    return tlc()
        .with("Workers", "{w1}")
        .with("PromptLooks", "FALSE")
        .with("Grace", "3")
        .with("MaxAttempts", "1");
  }

  @Test
  void everyTaskEndsAlsoWhenNobodyLooksInTime() {
    Tlc.Verdict verdict =
        whenNobodyLooksInTime().check(List.of("EveryTaskEnds", "OnePlace", "EndsOnce", "OneOwner"));
    holds(verdict, 5_000);
  }

  @ParameterizedTest
  @CsvSource({
    "checks no token, LateOwnerChangesNothing",
    "checks no token, OneOwner",
    "keeps no write numbers, RepeatedApply",
    "ends in two steps, OnePlace",
    "ends in two steps, EndsOnce",
    "counts a lease from its answer, OneOwner",
    "looks at no heartbeat, InnocentCountsNoCrash",
    "has no gate, InnocentCountsNoCrash",
    "spends attempts on crashes, OnlyFailuresSpendAttempts"
  })
  void aMistakeIsFound(String mistake, String property) {
    Tlc.Verdict verdict = tlc().with("Mistake", "\"" + mistake + "\"").check(List.of(property));
    assertThat(verdict.violated()).as(verdict.output()).contains(property);
  }

  @ParameterizedTest
  @ValueSource(strings = {"always waits for a late caller", "begins a grace anew that still runs"})
  void aGateThatWaitsForALateCallerAgainAndAgainKeepsATaskForEver(String mistake) {
    Tlc.Verdict verdict =
        whenNobodyLooksInTime()
            .with("Mistake", "\"" + mistake + "\"")
            .check(List.of("EveryTaskEnds"));
    assertThat(verdict.violated()).as(verdict.output()).contains("EveryTaskEnds");
  }
}
