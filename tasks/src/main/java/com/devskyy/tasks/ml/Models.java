package com.devskyy.tasks.ml;

import com.devskyy.engine.Suggestion;
import java.util.List;

/// The models that can be trained and asked.
public final class Models {
  /// The sentiment of a review.
  public static final String SENTIMENT = "sentiment_analyzer";

  /// All of them.
  public static final List<String> IDS = List.of(SENTIMENT);

  private Models() {}

  /// Refuses an id that no model has, in the words callers already know.
  static void requireKnown(String modelId) {
    if (!IDS.contains(modelId)) {
      throw new IllegalArgumentException(
          "Unknown model ID: %s; known are %s%s"
              .formatted(
                  modelId,
                  String.join(", ", IDS),
                  Suggestion.closest(modelId, IDS)
                      .map(known -> "; did you mean " + known + "?")
                      .orElse("")));
    }
  }
}
