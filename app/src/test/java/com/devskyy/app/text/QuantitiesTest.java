package com.devskyy.app.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({"600,PT10M", "90s,PT1M30S", "1h30m,PT1H30M", "500ms,PT0.5S", "3d,PT72H", "0s,PT0S"})
  void readsTimes(String text, Duration time) {
    assertThat(Quantities.duration(text)).isEqualTo(time);
    assertThat(Quantities.duration(Quantities.exact(time))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5s", "5 s", "1.5h", "s", "99999999999999999d"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Quantities.duration(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"1GiB,1073741824", "512MiB,536870912", "7B,7", "1025,1025"})
  void readsSizes(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    assertThat(Quantities.bytes(Quantities.exact(bytes))).isEqualTo(bytes);
  }

  @Test
  void saysTimesInAboutTwoDigits() {
    assertThat(Quantities.about(Duration.ofMillis(42))).isEqualTo("42 ms");
    assertThat(Quantities.about(Duration.ofMillis(342))).isEqualTo("0.34 s");
    assertThat(Quantities.about(Duration.ofMillis(4_200))).isEqualTo("4.2 s");
    assertThat(Quantities.about(Duration.ofSeconds(40))).isEqualTo("40 s");
    assertThat(Quantities.about(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(Quantities.about(Duration.ofDays(3))).isEqualTo("3 d");
  }
}
