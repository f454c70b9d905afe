package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    assertThat(completed(said.toString()))
        .containsExactly(
            "demo_hang_tag",
            "ml_training",
            "ml_prediction",
            "ml_prediction",
            "generate_3d",
            "fashn_tryon",
            "demo_stock_count");
    assertThat(files(said.toString()))
        .hasSize(6)
        .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile())
        .anySatisfy(file -> assertThat(file).endsWith("-hoodie.glb"))
        .anySatisfy(file -> assertThat(file).endsWith("-hoodie-texture.png"))
        .anySatisfy(file -> assertThat(file).endsWith("-hoodie-front.png"))
        .anySatisfy(file -> assertThat(file).endsWith("background-remove.png"));
    assertThat(said.toString())
        .contains("↻ retrying", "✕ failed", "dlq replay", "The queue ml_prediction is paused.")
        .doesNotContain("\u001b");
  }

  /// The types whose tasks completed, in order.
  private static List<String> completed(String said) {
    return said.lines()
        .filter(line -> line.contains("● completed"))
        .map(line -> line.strip().split("\\s+")[2])
        .toList();
  }

  private static List<String> files(String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> line.contains("/artifacts/"))
        .map(line -> line.replaceFirst("  \\S+ \\S+$", ""))
        .toList();
  }

  @Test
  void aRealShopAndARealBucketAreNotTouched() throws Exception {
    try (var real = new Watched()) {
      Program.Ended demo =
          new Program(folder)
              .with("WORDPRESS_URL", real.address())
              .with("WORDPRESS_USER", "editor")
              .with("WORDPRESS_APP_PASSWORD", "abcd efgh")
              .with("WOOCOMMERCE_KEY", "ck_real")
              .with("WOOCOMMERCE_SECRET", "cs_real")
              .with("ARTIFACTS_URL", "s3://garments")
              .with("S3_ENDPOINT", real.address())
              .with("S3_ACCESS_KEY_ID", "id")
              .with("S3_SECRET_ACCESS_KEY", "secret")
              .with("TRIPO_URL", real.address())
              .with("TRIPO_API_KEY", "tsk_real")
              .with("FASHN_URL", real.address())
              .with("FASHN_API_KEY", "fa-real")
              .run("demo");
      assertThat(demo.exitCode()).as(demo.err()).isZero();
      assertThat(completed(demo.out())).hasSize(7);
      assertThat(real.requests()).isEmpty();
    }
  }

  @Test
  void withStandInsGarmentAndPictureComeFromServicesAndCostCredits() throws Exception {
    Program.Ended demo = new Program(folder).run("demo", "--with-fakes");
    assertThat(demo.exitCode()).isZero();
    assertThat(demo.out())
        .contains("Tripo: text to model running", "12 triangles, by tripo", "FASHN: completed")
        .contains("20 credits at Tripo, 1 at FASHN");
    assertThat(completed(demo.out())).contains("generate_3d", "fashn_tryon");
    assertThat(files(demo.out()))
        .hasSize(4)
        .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile());
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
