package com.devskyy.studio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RasterTest {
  @Test
  void distancesAreThoseToTheNearestPixelOfTheSet() {
    var random = new Random(1);
    int width = 31;
    int height = 23;
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < 9; i++) {
      set[random.nextInt(set.length)] = true;
    }
    Plane distances = Distances.to(set, width, height);
    for (int i = 0; i < set.length; i++) {
      double least = 1e9;
      for (int j = 0; j < set.length; j++) {
        if (set[j]) {
          least = Math.min(least, Math.hypot(i % width - j % width, i / width - j / width));
        }
      }
      assertThat((double) distances.at[i]).isCloseTo(least, within(1e-4));
    }
  }

  @Test
  void blurringSpreadsByItsSigmaAndKeepsTheSum() {
    var plane = new Plane(101, 101);
    plane.at[50 * 101 + 50] = 1;
    Plane blurred = plane.blurred(4);
    double sum = 0;
    double square = 0;
    for (int i = 0; i < blurred.at.length; i++) {
      sum += blurred.at[i];
      square += blurred.at[i] * Math.pow(i % 101 - 50, 2);
    }
    assertThat(sum).isCloseTo(1, within(1e-3));
    assertThat(Math.sqrt(square)).isCloseTo(4, within(0.3));
  }

  @Test
  void fillingKeepsWhatIsKnownAndStaysBetweenIt() {
    var plane = new Plane(40, 30);
    boolean[] known = new boolean[40 * 30];
    for (int i = 0; i < known.length; i++) {
      known[i] = i % 40 < 8 || i % 40 > 31;
      plane.at[i] = i % 40 < 20 ? 10 : 90;
    }
    Plane filled = Fill.outside(plane, known);
    for (int i = 0; i < known.length; i++) {
      assertThat(filled.at[i]).isBetween(9.99f, 90.01f);
      if (known[i]) {
        assertThat(filled.at[i]).isCloseTo(plane.at[i], within(1e-3f));
      }
    }
  }

  @Test
  void regionsMeetOnTheRidge() {
    var edges = new Plane(60, 10);
    byte[] markers = new byte[600];
    for (int y = 0; y < 10; y++) {
      edges.at[y * 60 + 44] = 100;
      markers[y * 60] = 1;
      markers[y * 60 + 59] = 2;
    }
    byte[] regions = Watershed.flood(markers, edges);
    for (int x = 0; x < 60; x++) {
      if (x != 44) {
        assertThat(regions[5 * 60 + x]).isEqualTo((byte) (x < 44 ? 1 : 2));
      }
    }
  }

  @Test
  void partsAreCountedAndNumbered() {
    boolean[] set = {true, true, false, true, false, false, false, true, true, false, false, true};
    Parts parts = Parts.of(set, 4, 3);
    assertThat(parts.size).containsExactly(2, 3, 1);
    assertThat(parts.largest()).isEqualTo(1);
  }

  @Test
  void equationsAreSolved() {
    double[][] solved = Linear.solve(new double[][] {{0, 2, 4, 2}, {3, 1, 5, 1}});
    assertThat(solved[0]).containsExactly(1, 2);
    assertThat(solved[1]).containsExactly(0, 1);
  }
}
