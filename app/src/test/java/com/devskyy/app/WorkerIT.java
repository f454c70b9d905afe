package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.ml.sample.SampleReviews;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker in one process, people in others.
final class WorkerIT {
  @TempDir private Path folder;

  private Process worker(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("worker", "--json"));
    arguments.addAll(List.of(more));
    Process worker = new Program(folder).start(arguments.toArray(String[]::new));
    // It says on standard output when it is ready.
    BufferedReader ready = worker.inputReader();
    assertThat(ready.readLine()).contains("\"types\":", "\"ml_training\"", "\"ml_prediction\"");
    return worker;
  }

  /// By its handle: the process itself would close its streams before they are read.
  private static void terminate(Process process) {
    process.toHandle().destroy();
  }

  private static Instant moment(String task, String field) {
    Matcher found = Pattern.compile("\"%s\":\"([^\"]+)\"".formatted(field)).matcher(task);
    assertThat(found.find()).as("%s in %s", field, task).isTrue();
    return Instant.parse(found.group(1));
  }

  @Test
  void startsWithinATenthOfASecondWhatAnotherProcessEnqueued() throws Exception {
    Process worker = worker();
    var program = new Program(folder);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String id = program.run("enqueue", "ml_prediction", "--example").out().strip();
      // There is no model, so it fails; that it ran is what counts.
      assertThat(program.run("watch", id, "--timeout", "20s").exitCode()).isEqualTo(1);
      String task = program.run("tasks", "show", id, "--json").out();
      waits.add(Duration.between(moment(task, "created_at"), moment(task, "started_at")));
    }
    // The machine may be busy with other things: the best is what the mechanism takes.
    assertThat(Collections.min(waits)).as("best of %s", waits).isLessThan(Duration.ofMillis(100));
    terminate(worker);
    assertThat(Program.end(worker).exitCode()).isZero();
  }

  @Test
  void handsBackUnspentOnSigtermWhatDoesNotFinishInTime() throws Exception {
    Files.writeString(folder.resolve("reviews.csv"), SampleReviews.csv(60_000, 1));
    Process worker = worker("--shutdown-grace", "0s");
    var program = new Program(folder);
    String id = program.run("enqueue", "ml_training", "--example").out().strip();
    Process watch = program.start("watch", id);
    try (BufferedReader lines = watch.errorReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("processing")) {
        line = lines.readLine();
      }
      assertThat(line).startsWith("processing");
    }
    terminate(watch);
    terminate(worker);
    Program.Ended ended = Program.end(worker);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("handed back, no attempt spent");
    assertThat(program.run("tasks", "show", id, "--json").out())
        .contains(
            "\"status\":\"queued\"", "\"attempt\":1,", "\"run\":1,", "\"end\":\"handed_back\"");
  }

  @Test
  void letsRunningTasksFinishOnSigterm() throws Exception {
    Files.writeString(folder.resolve("reviews.csv"), SampleReviews.csv(SampleReviews.ROWS, 1));
    Process worker = worker();
    var program = new Program(folder);
    String id = program.run("enqueue", "ml_training", "--example").out().strip();
    Process watch = program.start("watch", id);
    try (BufferedReader lines = watch.errorReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("processing")) {
        line = lines.readLine();
      }
    }
    terminate(worker);
    assertThat(Program.end(worker).exitCode()).isZero();
    assertThat(program.run("tasks", "show", id, "--json").out())
        .contains("\"status\":\"completed\"");
    watch.destroyForcibly();
  }
}
