package com.devskyy.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Screen;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MakersTest {
  @TempDir private Path folder;

  private Settings settings(String model, String faceLimit) {
    var nowhere = new Screen(new PrintStream(OutputStream.nullOutputStream()), false, 80);
    var host =
        new Host(
            "devskyy",
            Map.of("TRIPO_MODEL", model, "TRIPO_FACE_LIMIT", faceLimit),
            folder,
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            () -> Instant.EPOCH,
            () -> 0,
            new Random(1));
    return Settings.of(Map.of(), host);
  }

  @Test
  void aFaceLimitThatTheModelOfTripoDoesNotKnowStopsTheStart() {
    Settings settings = settings("P1-20260311", "30000");
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> Makers.mustGoTogether(settings))
        .satisfies(
            problem -> {
              assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(problem.error())
                  .contains("TRIPO_FACE_LIMIT", "48 to 20,000", "P1-20260311", "was 30,000");
              assertThat(problem.why()).contains("environment");
            });
  }

  @ParameterizedTest
  @CsvSource({"P1-20260311, 20000", "v3.1-20260211, 30000"})
  void whatTripoTakesIsTaken(String model, String faceLimit) {
    Settings settings = settings(model, faceLimit);
    assertThatCode(() -> Makers.mustGoTogether(settings)).doesNotThrowAnyException();
  }
}
