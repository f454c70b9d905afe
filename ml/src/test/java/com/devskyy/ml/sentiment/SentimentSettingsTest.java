package com.devskyy.ml.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.ml.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentimentSettingsTest {
  @Test
  void defaultsAreTheDocumentedOnes() {
    assertThat(SentimentSettings.defaults())
        .isEqualTo(new SentimentSettings(10, 1, 0.4, 0.2, 0.05, 0.4, 0.5, 2, "text", "", "", ""));
  }

  @Test
  void everyFieldIsTakenAndGivenBack() {
    var given = new LinkedHashMap<String, Object>();
    given.put("epochs", 3);
    given.put("seed", 7L);
    given.put("c", 1);
    given.put("held_out_share", 0.3);
    given.put("max_malformed_share", 0.1);
    given.put("neutral_weight", 0);
    given.put("char_weight", 0.25);
    given.put("min_count", 4);
    given.put("text_column", "body");
    given.put("title_column", "head");
    given.put("rating_column", "stars");
    var settings = SentimentSettings.from(given);
    assertThat(settings)
        .isEqualTo(
            new SentimentSettings(3, 7, 1, 0.3, 0.1, 0, 0.25, 4, "body", "head", "", "stars"));
    assertThat(SentimentSettings.from(settings.toMap())).isEqualTo(settings);
    assertThat(SentimentSettings.from(Map.of("label_column", "y")).labelColumn()).isEqualTo("y");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    var given = new LinkedHashMap<String, Object>();
    given.put("epochs", 0);
    given.put("seed", 1.5);
    given.put("c", "0.4");
    given.put("held_out_share", Double.NaN);
    given.put("text_column", " ");
    given.put("learning_rate", 0.1);
    assertThatThrownBy(() -> SentimentSettings.from(given))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "hyperparameters.epochs must be a whole number from 1 to 1000; was 0",
                        "hyperparameters.seed must be a whole number from -9223372036854775808 to"
                            + " 9223372036854775807; was 1.5",
                        "hyperparameters.c must be a number from 1.0E-6 to 1000.0; was \"0.4\"",
                        "hyperparameters.held_out_share must be a number from 0.0 to 0.9; was NaN",
                        "hyperparameters.text_column must be text that is not blank; was \" \"",
                        "hyperparameters.learning_rate is not known; known are c, char_weight, epochs,"
                            + " held_out_share, label_column, max_malformed_share, min_count,"
                            + " neutral_weight, rating_column, seed, text_column, title_column"));
  }

  @Test
  void labelAndRatingColumnExcludeEachOther() {
    assertThatThrownBy(
            () -> SentimentSettings.from(Map.of("label_column", "a", "rating_column", "b")))
        .hasMessageContaining("exclude each other");
  }
}
