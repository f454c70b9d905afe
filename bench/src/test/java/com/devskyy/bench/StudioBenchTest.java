package com.devskyy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StudioBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Bench.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void garmentsAreMadeAndJudged() {
    assertThat(run("studio", "--brief", "--only", "cap,track_pants", "--style", "low_poly,anime"))
        .as(err.toString())
        .isZero();
    String figures = " +[0-9][0-9.,]* +\\|".repeat(2) + " +([0-9][0-9.,]*|–) +\\|";
    String sizes = " +[0-9][0-9.,]* +\\|".repeat(2);
    assertThat(out.toString().lines())
        .anySatisfy(
            line -> assertThat(line).matches("\\| track pants, low-poly \\|" + figures + sizes))
        .anySatisfy(line -> assertThat(line).matches("\\| cap, anime +\\|" + figures + sizes))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("\\| warm, CPU s +\\| ≤ 1.50 +\\| [0-9.]+ +\\| (met|MISSED) *\\|"));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(run("studio", "--only", "cape")).isEqualTo(2);
    assertThat(err.toString()).contains("cape", "TRACK_PANTS");
    assertThat(run("studio", "--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("what: --rounds 0 is refused");
    assertThat(out.toString()).isEmpty();
  }
}
