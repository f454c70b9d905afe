package com.devskyy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.ml.sample.SampleReviews;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlBenchTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Bench.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  /// The sample in the shape of the clothing reviews.
  private void write(String name, int rows, long seed) throws IOException {
    var csv = new StringBuilder("title,review_text,rating,recommended\n");
    SampleReviews.csv(rows, seed)
        .lines()
        .skip(1)
        .forEach(
            line -> {
              int comma = line.lastIndexOf(',');
              boolean positive = line.endsWith("positive");
              csv.append("A title,").append(line, 0, comma).append(positive ? ",5,1\n" : ",1,0\n");
            });
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      gzip.write(csv.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void measuresEveryTaskItHasFilesFor() throws IOException {
    write("clothing_train.csv.gz", 400, 1);
    write("clothing_test.csv.gz", 200, 2);
    assertThat(run("ml", "--data", folder.toString(), "--runs", "2")).as(err.toString()).isZero();
    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("2 runs on "),
            line -> assertThat(line).contains("AUC", "macro-F1", "accuracy", "ECE"),
            line -> assertThat(line).matches("rating +0\\.\\d{4} .*"),
            line -> assertThat(line).startsWith("rating, title+text "),
            line -> assertThat(line).startsWith("recommended "));
  }

  @Test
  void missingFilesAreToldInThreeParts() {
    assertThat(run("ml", "--data", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("what: cannot measure without " + folder.resolve("clothing_train.csv.gz"))
        .contains("why:  there is no such file")
        .contains("next: give --data the folder that holds");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void runsMustBePositive() {
    assertThat(run("ml", "--data", folder.toString(), "--runs", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--runs 0 is refused");
  }
}
