package com.devskyy.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which way things depend on each other, over all modules of the product.
final class ArchitectureTest {
  /// Its contracts are tests that run on real threads.
  private static final String TESTKIT = "com.devskyy.engine.testkit..";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("com.devskyy");

  @Test
  void theEngineStandsAlone() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("com.devskyy.engine..")
            .and()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat(product("com.devskyy.engine"))
            .because("the engine knows no store, server or provider: they depend on it"));
  }

  @Test
  void modelsKnowNoEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage("com.devskyy.ml..")
            .should()
            .dependOnClassesThat(product("com.devskyy.ml"))
            .because("models are usable without a queue; tasks joins the two"));
  }

  @Test
  void providersAndTheirStandInsStandAlone() {
    for (String module : List.of("com.devskyy.providers", "com.devskyy.fakes")) {
      check(
          noClasses()
              .that()
              .resideInAPackage(module + "..")
              .should()
              .dependOnClassesThat(product(module))
              .because(
                  "a client is usable without a queue, and shares no misunderstanding with its stand-in"));
    }
  }

  @Test
  void theStudioKnowsNoEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage("com.devskyy.studio..")
            .should()
            .dependOnClassesThat(product("com.devskyy.studio"))
            .because("a garment is a function of its order; tasks joins it with the queue"));
  }

  @Test
  void onlyTheBucketKnowsTheAwsSdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("com.devskyy.tasks.artifacts..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because("it is large, and nothing of it is loaded where no bucket is named"));
  }

  @Test
  void tasksKnowNoStore() {
    check(
        noClasses()
            .that()
            .resideInAPackage("com.devskyy.tasks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.devskyy.sql..", "com.devskyy.json..", "com.devskyy.app..")
            .because("a task runs the same on every store"));
  }

  @Test
  void internalsStayInTheirModule() {
    check(
        classes()
            .should(
                new ArchCondition<JavaClass>("use no internal package of another module") {
                  @Override
                  public void check(JavaClass item, ConditionEvents events) {
                    item.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().contains(".internal"))
                        .filter(use -> !module(use.getTargetClass()).equals(module(item)))
                        .forEach(
                            use ->
                                events.add(
                                    SimpleConditionEvent.violated(use, use.getDescription())));
                  }
                })
            .because("what is internal may change without asking"));
  }

  private static String module(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.");
    return parts.length > 2 ? parts[2] : "";
  }

  @Test
  void timeAndChanceComeFromApp() {
    DescribedPredicate<JavaAccess<?>> wallClock =
        DescribedPredicate.describe(
            "reads a clock, sleeps, or makes randomness of its own",
            access -> {
              String owner = access.getTargetOwner().getName();
              String name = access.getTarget().getName();
              return owner.equals(Instant.class.getName()) && name.equals("now")
                  || owner.equals(Clock.class.getName()) && name.startsWith("system")
                  || owner.equals("java.time.InstantSource") && name.equals("system")
                  || owner.equals(System.class.getName())
                      && Set.of("currentTimeMillis", "getenv", "exit").contains(name)
                  || owner.equals(Thread.class.getName()) && name.equals("sleep")
                  || owner.equals(Random.class.getName()) && name.equals("<init>")
                  || owner.equals(Math.class.getName()) && name.equals("random");
            });
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "com.devskyy.app..", "com.devskyy.bench..", "com.devskyy.servers..", TESTKIT)
            .should()
            .accessTargetWhere(wallClock)
            .because(
                "time, randomness, environment and waiting are passed in, so that tests own them"));
  }

  @Test
  void theEngineIsGivenItsMonotonicClock() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("com.devskyy.engine..", "com.devskyy.tasks..", "com.devskyy.ml..")
            .and()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .callMethod(System.class, "nanoTime")
            .because("run limits and leases are tested on a clock that tests move"));
  }

  @Test
  void onlyTheSqlStoreSpeaksSql() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("com.devskyy.sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
            .because("a store is reached through TaskStore and Records alone"));
  }

  @Test
  void chaosSeesTheStoreAsAUserDoes() {
    check(
        noClasses()
            .that()
            .resideInAPackage("com.devskyy.app.chaos..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "com.devskyy.sql..", "com.devskyy.engine.worker..", "com.devskyy.app.cli..")
            .because("a referee that knew how things are done would judge that, not what they do"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .assignedFrom(
                new SliceAssignment() {
                  @Override
                  public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(
                        type.getPackageName().replaceFirst("\\.internal\\b.*", ""));
                  }

                  @Override
                  public String getDescription() {
                    return "packages, each with its internals";
                  }
                })
            .should()
            .beFreeOfCycles()
            .because("a cycle of packages is one package with a wall in its middle"));
  }

  /// Classes of the product outside of one module.
  private static DescribedPredicate<JavaClass> product(String but) {
    return DescribedPredicate.describe(
        "belong to the product outside of " + but,
        type ->
            type.getPackageName().startsWith("com.devskyy.")
                && !(type.getPackageName() + ".").startsWith(but + "."));
  }

  private static void check(ArchRule rule) {
    List.of(rule).forEach(each -> each.check(PRODUCT));
  }
}
