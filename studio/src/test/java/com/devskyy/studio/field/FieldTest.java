package com.devskyy.studio.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FieldTest {
  @Test
  void settlingEndsOnTheSurface() {
    Field ball = (x, y, z) -> Math.sqrt(x * x + y * y + z * z) - 0.1;
    double[] place = {0.06, 0.06, 0.07};
    ball.settle(place, new double[3]);
    assertThat(ball.at(place[0], place[1], place[2])).isCloseTo(0, within(1e-4));
  }

  @Test
  void joinedBodiesAreNeverSmallerThanEither() {
    for (double a = -0.1; a < 0.1; a += 0.013) {
      for (double b = -0.1; b < 0.1; b += 0.017) {
        assertThat(Shapes.join(a, b, 0.05)).isLessThanOrEqualTo(Math.min(a, b));
        assertThat(Shapes.cut(a, b, 0.05)).isGreaterThanOrEqualTo(Math.max(a, b));
      }
    }
  }

  @Test
  void aCurveGoesThroughItsPointsAndNotBeyondThem() {
    var curve = new Curve(0, 1, 1, 3, 2, 3, 3, 0);
    assertThat(curve.at(1)).isCloseTo(3, within(0.02));
    assertThat(curve.at(-1)).isEqualTo(1);
    assertThat(curve.at(9)).isEqualTo(0);
    for (double x = 0; x < 3; x += 0.01) {
      assertThat(curve.at(x)).isBetween(0.0, 3.0);
    }
  }

  @Test
  void chanceIsTheSameForTheSameSeed() {
    assertThat(new Noise(5).at(1.3, 2.7, -4.1)).isEqualTo(new Noise(5).at(1.3, 2.7, -4.1));
    assertThat(new Noise(5).at(1.3, 2.7, -4.1)).isNotEqualTo(new Noise(6).at(1.3, 2.7, -4.1));
    assertThat(new Noise(9).pick(3)).isBetween(0.0, 1.0);
  }
}
