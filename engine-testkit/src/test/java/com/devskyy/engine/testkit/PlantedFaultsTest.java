package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Tests the tests: stores with a planted fault are caught, and by which test.
class PlantedFaultsTest {
  static class NoTokenCheck extends PlantedFaults.Planted {
    NoTokenCheck() {
      super(PlantedFaults.NoTokenCheck::new);
    }
  }

  static class LateOwnerBelieved extends PlantedFaults.Planted {
    LateOwnerBelieved() {
      super(PlantedFaults.LateOwnerBelieved::new);
    }
  }

  static class OwnClock extends PlantedFaults.Planted {
    OwnClock() {
      super(PlantedFaults.OwnClock::new);
    }
  }

  static class CallersClock extends PlantedFaults.Planted {
    CallersClock() {
      super(PlantedFaults.CallersClock::new);
    }
  }

  static class EveryLossIsACrash extends PlantedFaults.Planted {
    EveryLossIsACrash() {
      super(PlantedFaults.EveryLossIsACrash::new);
    }
  }

  static class NeverAlone extends PlantedFaults.Planted {
    NeverAlone() {
      super(PlantedFaults.NeverAlone::new);
    }
  }

  static class ClaimsNotNumbered extends PlantedFaults.Planted {
    ClaimsNotNumbered() {
      super(PlantedFaults.ClaimsNotNumbered::new);
    }
  }

  static class WritesNotNumbered extends PlantedFaults.Planted {
    WritesNotNumbered() {
      super(PlantedFaults.WritesNotNumbered::new);
    }
  }

  static class CountsBesideRows extends PlantedFaults.Planted {
    CountsBesideRows() {
      super(PlantedFaults.CountsBesideRows::new);
    }
  }

  static class KeysNotReleased extends PlantedFaults.Planted {
    KeysNotReleased() {
      super(PlantedFaults.KeysNotReleased::new);
    }
  }

  static class RewritesJson extends PlantedFaults.Planted {
    RewritesJson() {
      super(PlantedFaults.RewritesJson::new);
    }
  }

  static Stream<Arguments> caughtByTheContract() {
    return Stream.of(
        arguments(
            NoTokenCheck.class,
            TaskStoreContract.Apply.class,
            "writeOfAnotherTaskRunOrTokenIsLost"),
        arguments(
            LateOwnerBelieved.class,
            TaskStoreContract.Apply.class,
            "lateOwnerChangesNothingWhileAnotherRunsIt"),
        arguments(LateOwnerBelieved.class, TaskStoreContract.Extend.class, "lostStaysLost"),
        arguments(OwnClock.class, TaskStoreContract.Insert.class, "keepsWhatWasGiven"),
        arguments(CallersClock.class, TaskStoreContract.Claim.class, "givesALease"),
        arguments(
            EveryLossIsACrash.class,
            TaskStoreContract.Rescue.class,
            "takesBackWhatALivingWorkerLetGoAndCountsNoCrash"),
        arguments(
            NeverAlone.class,
            TaskStoreContract.Suspects.class,
            "anIdleAskerGetsTheFirstAloneAndOnlyIt"),
        arguments(
            ClaimsNotNumbered.class,
            TaskStoreContract.Claim.class,
            "lastRequestRepeatedReturnsItsLeasesStillHeld"),
        arguments(
            WritesNotNumbered.class,
            TaskStoreContract.Apply.class,
            "repeatedWriteIsAlreadyApplied"),
        arguments(
            CountsBesideRows.class,
            TaskStoreContract.Insert.class,
            "repeatedWithinOneCallIsStoredOnce"),
        arguments(
            KeysNotReleased.class,
            TaskStoreContract.Insert.class,
            "uniqueKeyUntilEndIsReleasedAtEveryEnd"),
        arguments(RewritesJson.class, TaskStoreContract.Texts.class, "payloadsAreKeptByteForByte"));
  }

  @ParameterizedTest
  @MethodSource("caughtByTheContract")
  void theContractCatches(Class<?> contract, Class<?> verb, String test) {
    assertThat(failingTests(contract, verb)).contains(test);
  }

  static Stream<Arguments> caughtByTheSimulation() {
    return Stream.of(
        arguments((StoreFactory) PlantedFaults.LateOwnerBelieved::new, "a late owner was believed"),
        arguments((StoreFactory) PlantedFaults.NeverAlone::new, "a suspect was not given alone"),
        arguments((StoreFactory) PlantedFaults.EveryLossIsACrash::new, "taken for dead"));
  }

  @ParameterizedTest
  @MethodSource("caughtByTheSimulation")
  void theSimulationCatches(StoreFactory fault, String complaint) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 2_000; seed++) {
                new Simulation(seed, fault).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void randomHistoriesCatchAnyOfThem() {
    List<StoreFactory> faults =
        List.of(
            PlantedFaults.LateOwnerBelieved::new,
            PlantedFaults.CallersClock::new,
            PlantedFaults.EveryLossIsACrash::new,
            PlantedFaults.NeverAlone::new,
            PlantedFaults.ClaimsNotNumbered::new,
            PlantedFaults.WritesNotNumbered::new,
            PlantedFaults.CountsBesideRows::new,
            PlantedFaults.KeysNotReleased::new);
    for (StoreFactory fault : faults) {
      assertThatThrownBy(
              () -> {
                for (long seed = 1; seed <= 50; seed++) {
                  RandomHistories.assertSame(seed, 100, PlantedFaults::sound, fault);
                }
              })
          .as("%s", fault)
          .isInstanceOf(AssertionError.class);
    }
  }

  private static Set<String> failingTests(Class<?> contract, Class<?> verb) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectNestedClass(List.of(contract), verb))
            .build();
    var failed = new TreeSet<String>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                  test.getSource()
                      .filter(
                          org.junit.platform.engine.support.descriptor.MethodSource.class
                              ::isInstance)
                      .map(org.junit.platform.engine.support.descriptor.MethodSource.class::cast)
                      .ifPresent(source -> failed.add(source.getMethodName()));
                }
              }
            });
    return failed;
  }
}
