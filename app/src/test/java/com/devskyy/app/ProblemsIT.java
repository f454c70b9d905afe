package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Provoked failures: each says what, why and what next, last on the screen; the next command works
/// when it is pasted; the exit code tells the kind.
final class ProblemsIT {
  private static final String NO_TASK = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @TempDir private Path folder;

  private record Provoked(
      int exitCode,
      String error,
      String why,
      Map<String, String> environment,
      String... arguments) {
    static Provoked of(int exitCode, String error, String why, String... arguments) {
      return new Provoked(exitCode, error, why, Map.of(), arguments);
    }

    static Provoked in(String variable, String value, int exitCode, String error, String why) {
      return new Provoked(exitCode, error, why, Map.of(variable, value), "types", "list");
    }
  }

  private List<Provoked> failures() throws Exception {
    Files.writeString(
        folder.resolve("not-a-database.db"),
        "this is no database, and long enough to be looked at ".repeat(99));
    return List.of(
        Provoked.of(2, "\"taks\"", "Did you mean tasks?", "taks", "list"),
        Provoked.of(2, "\"lst\"", "Did you mean list?", "tasks", "lst"),
        Provoked.of(
            2, "\"--statos\"", "Did you mean --status?", "tasks", "list", "--statos", "failed"),
        Provoked.of(2, "was \"foo\"", "cancelled or expired", "tasks", "list", "--status", "foo"),
        Provoked.of(2, "was \"Foo\"", "Timeout", "dlq", "list", "--error-type", "Foo"),
        Provoked.of(2, "limit must be 1 to 500, was 0", "", "tasks", "list", "--limit", "0"),
        Provoked.of(2, "ID is missing", "tasks list shows them", "watch"),
        Provoked.of(2, "TYPE is missing", "types list shows them", "enqueue"),
        Provoked.of(
            2, "\"ml_trainin\"", "Did you mean ml_training?", "enqueue", "ml_trainin", "--example"),
        Provoked.of(
            2,
            "\"juggle\"",
            "known are fashn_tryon, generate_3d, ml_prediction, ml_training",
            "run",
            "juggle"),
        Provoked.of(2, "breaks 3 rules", "user_id is required", "enqueue", "ml_training"),
        Provoked.of(
            2,
            "epochs must be a whole number; was \"ten\"",
            "",
            "enqueue",
            "ml_training",
            "--example",
            "--epochs",
            "ten"),
        Provoked.of(
            2,
            "--epoch",
            "Did you mean --epochs?",
            "enqueue",
            "ml_training",
            "--example",
            "--epoch",
            "3"),
        Provoked.of(
            2, "--model-id needs a value", "string", "enqueue", "ml_training", "--model-id"),
        Provoked.of(2, "\"stray\" stands alone", "--model-id", "enqueue", "ml_training", "stray"),
        Provoked.of(
            2, "the input must be JSON", "", "enqueue", "ml_training", "--input", "{\"model_id\":"),
        Provoked.of(
            2,
            "nope.json cannot be read",
            "relative paths start at",
            "enqueue",
            "ml_training",
            "--input",
            "@nope.json"),
        Provoked.of(
            2,
            "--priority",
            "10 critical",
            "enqueue",
            "ml_training",
            "--example",
            "--priority",
            "high"),
        Provoked.of(
            2, "was \"soon\"", "30s", "enqueue", "ml_training", "--example", "--delay", "soon"),
        Provoked.of(
            2,
            "--deadline must be",
            "2026-12-24",
            "enqueue",
            "ml_training",
            "--example",
            "--deadline",
            "noon"),
        Provoked.of(
            2,
            "tier must be one of pro, standard, vip; was \"gold\"",
            "",
            "enqueue",
            "ml_training",
            "--example",
            "--tier",
            "gold"),
        Provoked.of(
            2,
            "Unknown model ID: trend",
            "",
            "enqueue",
            "ml_training",
            "--example",
            "--model-id",
            "trend"),
        Provoked.of(2, "--id", "", "enqueue", "ml_training", "--example", "--id", "me"),
        Provoked.of(
            2,
            "WORKER_THREADS must be",
            "the flag --worker-threads",
            "types",
            "list",
            "--worker-threads",
            "0"),
        Provoked.in("LEASE", "3s", 2, "LEASE must be a time of at least 6s", "environment"),
        Provoked.in(
            "REDIS_URL", "http://:secret@host", 2, "was \"http://***@host\"", "keeps tasks"),
        Provoked.in("DATABASE_URL", "mysql://u:p@h/db", 2, "was \"mysql://***@h/db\"", "records"),
        Provoked.in("QUEUE_URL", "postgresql://u:p@h", 2, "postgresql://***@h", "a database"),
        Provoked.in("REDIS_URL", "redis://:secret@127.0.0.1:1/0", 3, "127.0.0.1:1", ""),
        Provoked.in("QUEUE_URL", "postgresql://u:p@127.0.0.1:1/db", 3, "127.0.0.1:1", ""),
        Provoked.of(1, "no task \"" + NO_TASK, "trimmed", "why", NO_TASK),
        Provoked.of(1, "no task \"abc\"", "at least 4", "tasks", "show", "abc"),
        Provoked.of(4, "this would purge 0 tasks", "needs --yes", "dlq", "purge", "--all"),
        Provoked.of(2, "no task was named", "--all", "dlq", "replay"),
        Provoked.of(2, "no task was named", "--status", "tasks", "cancel"),
        Provoked.of(2, "\"juggle\"", "known are", "worker", "--types", "juggle"),
        Provoked.of(
            3, "not-a-database.db", "", "tasks", "list", "--queue-url", "sqlite:not-a-database.db"),
        Provoked.of(
            3,
            "no store at sqlite:nowhere.db",
            "first worker or enqueue",
            "tasks",
            "list",
            "--queue-url",
            "sqlite:nowhere.db"),
        Provoked.of(
            1, "failed in attempt 1", "train it first", "run", "ml_prediction", "--example"));
  }

  @TestFactory
  Stream<DynamicTest> eachSaysWhatWhyAndWhatNext() throws Exception {
    var program = new Program(folder);
    assertThat(program.run("enqueue", "ml_prediction", "--example").exitCode()).isZero();
    return failures().stream()
        .map(
            failure ->
                DynamicTest.dynamicTest(
                    String.join(" ", failure.arguments()) + " " + failure.environment(),
                    () -> check(failure)));
  }

  private void check(Provoked failure) throws Exception {
    var program = new Program(folder);
    failure.environment().forEach(program::with);
    Program.Ended ended = program.run(failure.arguments());
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(failure.exitCode());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(failure.why()).doesNotContain("\u001b", "Exception", "\tat ");
    assertThat(ended.last("error")).contains(failure.error());
    assertThat(ended.err().strip().lines().reduce("", (_, line) -> line)).startsWith("next ");
    if (ended.next().startsWith("devskyy ")) {
      Program.Ended pasted = program.paste(ended.next());
      assertThat(pasted.exitCode()).as("%s: %s", ended.next(), pasted.err()).isZero();
    } else {
      assertThat(ended.next()).isNotEmpty();
    }
  }

  @Test
  void theCommandThatIsSuggestedRepeatsNoPassword() {
    for (String flag :
        List.of("--queue-url=redis://u:s3cret@host", "--databse-url=postgresql://u:s3cret@host")) {
      Program.Ended ended = new Program(folder).run("tasks", "list", "--statos", "failed", flag);
      assertThat(ended.next()).contains("tasks list", "//***@host");
      assertThat(ended.err()).doesNotContain("s3cret");
    }
  }

  @TestFactory
  Stream<DynamicTest> asJsonTheThreePartsHaveNames() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] arguments :
        List.of(new String[] {"taks", "--json"}, new String[] {"why", "x", "--json"})) {
      tests.add(
          DynamicTest.dynamicTest(
              arguments[0],
              () ->
                  assertThat(new Program(folder).run(arguments).err().strip())
                      .startsWith("{\"error\":")
                      .contains("\"why\":", "\"next\":", "\"exit_code\":")
                      .endsWith("}")));
    }
    return tests.stream();
  }
}
