package com.devskyy.ml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleReviewsTest {
  private static final Path FILE = Path.of("src/main/resources/com/devskyy/ml/sample/reviews.csv");

  @Test
  void theFileIsWhatTheGeneratorWrites() throws IOException {
    var csv = SampleReviews.csv(SampleReviews.ROWS, SampleReviews.SEED);
    if (Boolean.getBoolean("sample.write")) {
      Files.writeString(FILE, csv);
    }
    assertThat(Files.readString(FILE)).isEqualTo(csv);
    assertThat(csv.lines().count()).isEqualTo(SampleReviews.ROWS + 1L);
  }

  @Test
  void anotherSeedWritesOtherReviews() {
    assertThat(SampleReviews.csv(50, 1))
        .isEqualTo(SampleReviews.csv(50, 1))
        .isNotEqualTo(SampleReviews.csv(50, 2));
  }
}
