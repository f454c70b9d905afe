package com.devskyy.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CellsTest {
  @Test
  void countsCellsNotCharacters() {
    assertThat(Cells.width("café")).isEqualTo(4);
    assertThat(Cells.width("服飾")).isEqualTo(4);
    assertThat(Cells.width("e\u0301")).isEqualTo(1);
    assertThat(Cells.width("🧥")).isEqualTo(2);
  }

  @Test
  void cutsAtCellsAndSaysSo() {
    assertThat(Cells.cut("bomber jacket", 7)).isEqualTo("bomber…");
    assertThat(Cells.cut("服飾店", 4)).isEqualTo("服…");
    assertThat(Cells.cut("tee", 3)).isEqualTo("tee");
  }

  @Test
  void whatOthersWroteCannotSteerTheTerminal() {
    assertThat(Cells.line("a\u001b[2Jb\nc\td\u202Ee")).isEqualTo("a\uFFFD[2Jb c d\uFFFDe");
  }

  @Test
  void wrapsBetweenWords() {
    assertThat(Cells.wrap("one two three", 8)).containsExactly("one two", "three");
  }
}
