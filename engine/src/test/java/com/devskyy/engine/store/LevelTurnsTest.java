package com.devskyy.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Priority.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelTurnsTest {
  private static final int ALL = 0b11111;

  @Test
  void theHighestLevelRunsButEverySixteenthStartGoesRoundTheLowerOnes() {
    List<Level> levels = starts(ALL, 16 * 5);
    for (int i = 0; i < levels.size(); i++) {
      if ((i + 1) % 16 != 0) {
        assertThat(levels.get(i)).isEqualTo(Level.CRITICAL);
      }
    }
    assertThat(every16th(levels))
        .containsExactly(Level.HIGH, Level.NORMAL, Level.LOW, Level.BACKGROUND, Level.HIGH);
  }

  @Test
  void emptyLevelsAreSkippedInTheRound() {
    assertThat(every16th(starts(0b10010, 16 * 3))).containsExactly(Level.LOW, Level.LOW, Level.LOW);
    assertThat(every16th(starts(0b10101, 16 * 4)))
        .containsExactly(Level.NORMAL, Level.BACKGROUND, Level.NORMAL, Level.BACKGROUND);
  }

  @Test
  void aSingleLevelTakesEveryStart() {
    assertThat(starts(0b00001, 40)).containsOnly(Level.BACKGROUND);
  }

  @Test
  void anEmptyQueueIsRefused() {
    assertThatThrownBy(() -> LevelTurns.FIRST.next(0)).hasMessage("no level has a task");
  }

  private static List<Level> starts(int nonEmpty, int count) {
    List<Level> levels = new ArrayList<>();
    LevelTurns turns = LevelTurns.FIRST;
    for (int i = 0; i < count; i++) {
      LevelTurns.Turn turn = turns.next(nonEmpty);
      levels.add(turn.level());
      turns = turn.after();
    }
    return levels;
  }

  private static List<Level> every16th(List<Level> levels) {
    List<Level> some = new ArrayList<>();
    for (int i = 15; i < levels.size(); i += 16) {
      some.add(levels.get(i));
    }
    return some;
  }
}
