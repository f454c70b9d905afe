package com.devskyy.bench.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.bench.run.Series;
import com.devskyy.bench.run.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudioTargetsTest {
  private static Map<Figure, Series> figures(double cold, double warm, double least, double most) {
    return Map.of(
        Figure.COLD,
        new Series(List.of(cold)),
        Figure.WARM,
        new Series(List.of(warm)),
        Figure.MEGABYTES,
        new Series(List.of(least, most)));
  }

  private static List<Boolean> met(Map<Figure, Series> ofTheCap) {
    List<Target> targets = StudioBench.targets(List.of(figures(3.9, 1.4, 300, 400), ofTheCap));
    List<Boolean> met = targets.stream().map(target -> target.met().orElseThrow()).toList();
    assertThat(StudioBench.isMissed(targets)).isEqualTo(met.contains(false));
    return met;
  }

  @Test
  void oneGarmentOverALimitMissesIt() {
    assertThat(met(figures(4, 1.5, 400, 512))).containsExactly(true, true, true);
    assertThat(met(figures(4.1, 1.4, 400, 400))).containsExactly(false, true, true);
    assertThat(met(figures(3.9, 1.6, 400, 400))).containsExactly(true, false, true);
    assertThat(met(figures(3.9, 1.4, 300, 513))).containsExactly(true, true, false);
  }
}
