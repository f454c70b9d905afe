package com.devskyy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> TYPES = List.of("ml_training", "ml_prediction", "generate_3d");

  @Test
  void aSlipIsRecognised() {
    assertThat(Suggestion.closest("ml_trainig", TYPES)).contains("ml_training");
    assertThat(Suggestion.closest("generate3d", TYPES)).contains("generate_3d");
  }

  @Test
  void aWordTooLongToBeASlipIsNotCompared() {
    assertThat(Suggestion.closest("x".repeat(8 << 20), TYPES)).isEmpty();
  }

  @Test
  void somethingElseIsNot() {
    assertThat(Suggestion.closest("send_mail", TYPES)).isEmpty();
    assertThat(Suggestion.closest("x", List.of())).isEmpty();
  }
}
