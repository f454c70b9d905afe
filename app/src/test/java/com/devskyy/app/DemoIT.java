package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first thing a newcomer does.
final class DemoIT {
  @TempDir private Path folder;

  @Test
  void showsSevenFinishedTasksOneFailureAndOneThatWaits() throws Exception {
    long began = System.nanoTime();
    Process demo = new Program(folder).start("demo");
    var firstFinished = Duration.ofDays(1);
    var said = new StringBuilder();
    try (BufferedReader out = demo.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.contains("completed") && firstFinished.toDays() > 0) {
          firstFinished = Duration.ofNanos(System.nanoTime() - began);
        }
      }
    }
    assertThat(demo.waitFor()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(firstFinished).isLessThan(Duration.ofSeconds(3));
    assertThat(said.toString().lines().filter(line -> line.contains("● completed"))).hasSize(7);
    assertThat(said.toString())
        .contains("↻ retrying", "✕ failed", "dlq replay", "The queue ml_prediction is paused.")
        .doesNotContain("\u001b");
  }

  @Test
  void withStandInsGarmentAndPictureComeFromServicesAndCostCredits() throws Exception {
    Program.Ended demo = new Program(folder).run("demo", "--with-fakes");
    assertThat(demo.exitCode()).isZero();
    assertThat(demo.out())
        .contains("Tripo: text to model running", "12 triangles, by tripo", "FASHN: completed")
        .contains("20 credits at Tripo, 1 at FASHN");
  }

  @Test
  void whatItSuggestsInTheEndWorksWhenPasted() throws Exception {
    var program = new Program(folder);
    String said = program.run("demo").out();
    String suggested =
        said.substring(said.indexOf("export QUEUE_URL"))
            .lines()
            .map(String::strip)
            .filter(line -> !line.contains(" worker"))
            .reduce("set -e", (all, line) -> all + "\n" + line);
    assertThat(suggested.lines().count()).isGreaterThan(3);
    Program.Ended pasted =
        program.paste(suggested + "\ndevskyy run ml_prediction --example --timeout 30s\n");
    assertThat(pasted.err() + pasted.out()).contains("paused", "completed", "positive");
    assertThat(pasted.exitCode()).isZero();
  }
}
