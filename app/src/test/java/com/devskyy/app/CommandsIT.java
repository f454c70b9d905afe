package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.json.JsonCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the commands print where no person looks: data on standard output, tab-separated or as
/// JSON, and everything else on standard error.
final class CommandsIT {
  @TempDir private Path folder;

  private String enqueue(String... more) {
    String[] arguments =
        Stream.concat(Stream.of("enqueue", "ml_prediction", "--example"), Stream.of(more))
            .toArray(String[]::new);
    return new Program(folder).run(arguments).out().strip();
  }

  @TestFactory
  Stream<DynamicTest> jsonHasTheNamesOfTheApi() {
    String id = enqueue();
    return Stream.of(
            List.of("{\"tasks\":[{\"id\":\"", "tasks", "list"),
            List.of("{\"task\":{\"id\":\"" + id, "tasks", "show", id),
            List.of(
                "{\"task\":\"%s\",\"status\":\"queued\",\"rule\":\"no_worker\"".formatted(id),
                "why",
                id),
            List.of("{\"tasks\":[],\"scanned\":", "dlq", "list"),
            List.of(
                "{\"queues\":[{\"queue\":\"ml_prediction\",\"paused\":false,\"workers\":0",
                "queues",
                "list"),
            List.of("{\"types\":[{\"name\":\"fashn_tryon\"", "types", "list"),
            List.of("{\"name\":\"ml_training\",\"description\":", "types", "show", "ml_training"),
            List.of("{\"models\":[]}", "models", "list"),
            List.of("{\"findings\":[{\"grade\":\"ok\",\"subject\":\"java\"", "doctor"),
            List.of(
                "{\"id\":\"%s\",\"kind\":\"repeated\"}".formatted(id),
                "enqueue",
                "ml_prediction",
                "--example",
                "--id",
                id),
            List.of(
                "{\"count\":1,\"dry_run\":true}",
                "tasks",
                "cancel",
                "--type",
                "ml_prediction",
                "--dry-run"),
            List.of("{\"changed\":[\"%s\"],\"skipped\":[]".formatted(id), "tasks", "cancel", id))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    String.join(" ", line.subList(1, line.size())),
                    () -> {
                      Program.Ended ended =
                          new Program(folder)
                              .run(
                                  Stream.concat(line.stream().skip(1), Stream.of("--json"))
                                      .toArray(String[]::new));
                      assertThat(ended.exitCode()).as(ended.err()).isZero();
                      assertThat(ended.out()).startsWith(line.getFirst()).hasLineCount(1);
                      assertThat(new JsonCodec().pretty(Json.of(ended.out()))).isNotEmpty();
                    }));
  }

  @Test
  void rowsAreTabSeparatedAndIdsAloneOnStandardOutput() {
    var program = new Program(folder);
    String id = enqueue("--user", "u9");
    assertThat(id).matches("[0-9A-Z]{26}");
    assertThat(program.run("tasks", "list").out().strip().split("\t", -1))
        .startsWith(id, "queued", "ml_prediction")
        .contains("u9");
    Program.Ended cancelled = program.run("tasks", "cancel", id.substring(20));
    assertThat(cancelled.out().strip()).isEqualTo(id);
    assertThat(cancelled.err()).contains("cancelled 1 task", "next  devskyy tasks show " + id);
  }

  @Test
  void inputComesFromOptionsFileOrStandardInput() throws Exception {
    var program = new Program(folder);
    Files.writeString(
        folder.resolve("in.json"),
        "{\"model_id\":\"sentiment_analyzer\",\"input_data\":[],\"user_id\":\"u1\"}");
    assertThat(
            program
                .run(
                    "enqueue",
                    "ml_prediction",
                    "--input",
                    "@in.json",
                    "--user-id",
                    "u2",
                    "--dry-run")
                .out())
        .contains("\"input_data\":[]", "\"user_id\":\"u2\"");
    assertThat(program.paste("devskyy enqueue ml_prediction --input - --dry-run < in.json").out())
        .contains("\"user_id\":\"u1\"");
    assertThat(
            program
                .run(
                    "enqueue",
                    "ml_training",
                    "--example",
                    "--epochs=3",
                    "--hyperparameters",
                    "{\"seed\":7}",
                    "--dry-run")
                .out())
        .contains("\"epochs\":3", "\"hyperparameters\":{\"seed\":7}");
    assertThat(program.run("types", "list").out()).contains("ml_training\t10m\t2\t");
  }

  @Test
  void waitingTooLongIsSaidWithItsOwnExitCode() {
    String id = enqueue("--delay", "1h");
    Program.Ended ended = new Program(folder).run("watch", id, "--timeout", "200ms");
    assertThat(ended.exitCode()).isEqualTo(124);
    assertThat(ended.err())
        .contains("scheduled", "has not ended within 200ms", "next   devskyy watch " + id);
  }

  @Test
  void settingsGivenAsFlagsGoOnInTheNextCommand() {
    Program.Ended ended =
        new Program(folder)
            .run("enqueue", "ml_prediction", "--example", "--queue-url", "sqlite:other/q.db");
    assertThat(ended.err())
        .contains("next  devskyy watch " + ended.out().strip() + " --queue-url sqlite:other/q.db");
    assertThat(folder.resolve("other/q.db")).exists();
  }

  @TestFactory
  Stream<DynamicTest> helpTeachesByExamples() {
    return Stream.of(
            "",
            "demo",
            "worker",
            "enqueue",
            "run",
            "watch",
            "why",
            "tasks",
            "tasks list",
            "tasks show",
            "tasks cancel",
            "dlq",
            "dlq list",
            "dlq show",
            "dlq replay",
            "dlq purge",
            "queues",
            "queues list",
            "queues pause",
            "queues resume",
            "types",
            "types list",
            "types show",
            "models",
            "models list",
            "models sample",
            "doctor",
            "backup",
            "move",
            "chaos",
            "completion")
        .map(
            command ->
                DynamicTest.dynamicTest(
                    "devskyy " + command,
                    () -> {
                      Program.Ended help =
                          new Program(folder).run((command + " --help").strip().split(" "));
                      assertThat(help.exitCode()).isZero();
                      assertThat(help.err()).isEmpty();
                      assertThat(help.out())
                          .containsSubsequence(
                              "Examples\n  devskyy " + command, "Usage\n  devskyy");
                    }));
  }

  @Test
  void theBareCommandFitsOnOneScreen() {
    Program.Ended ended = new Program(folder).run();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines().count()).isBetween(5L, 24L);
    assertThat(ended.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void theCompletionScriptIsOne() throws Exception {
    assertThat(new Program(folder).run("completion").out()).startsWith("#!/usr/bin/env bash");
    assertThat(new Program(folder).paste("devskyy completion > c.sh && bash -n c.sh").exitCode())
        .isZero();
  }

  @Test
  void everyLineOfAFileBecomesATaskUpToTheFirstThatIsNoInput() throws Exception {
    String line =
        "{\"model_id\":\"sentiment_analyzer\",\"user_id\":\"u1\",\"input_data\":{\"text\":\"%d\"}}\n";
    var text = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      text.append(line.formatted(i));
    }
    Files.writeString(folder.resolve("good.jsonl"), text);
    Files.writeString(folder.resolve("bad.jsonl"), text + "{\"model_id\":3}\n");
    var program = new Program(folder);
    assertThat(program.run("enqueue", "ml_prediction", "--lines", "good.jsonl").out().lines())
        .hasSize(1_200)
        .doesNotHaveDuplicates();
    Program.Ended bad = program.run("enqueue", "ml_prediction", "--lines", "bad.jsonl");
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.err()).contains("line 1,201: ml_prediction: ");
    assertThat(bad.next())
        .isEqualTo(
            "tail -n +%d bad.jsonl | devskyy enqueue ml_prediction --lines -"
                .formatted(bad.out().lines().count() + 1));
    assertThat(
            program
                .run("enqueue", "ml_prediction", "--lines", "good.jsonl", "--id", "x")
                .exitCode())
        .isEqualTo(2);
  }
}
