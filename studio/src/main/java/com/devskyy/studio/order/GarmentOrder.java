package com.devskyy.studio.order;

import java.util.Objects;

/// What is wanted. The same order always gives the same bytes.
///
/// @param prompt free words; colours, texts in quotation marks and motifs are read from them
/// @param seed decides folds alone
public record GarmentOrder(
    GarmentType type, Collection collection, Style style, String prompt, long seed) {
  /// Longer prompts are refused, so that reading one stays quick; `generate_3d` takes fewer.
  private static final int MAX_PROMPT_LENGTH = 4_000;

  public GarmentOrder {
    Objects.requireNonNull(type);
    Objects.requireNonNull(collection);
    Objects.requireNonNull(style);
    if (prompt.length() > MAX_PROMPT_LENGTH) {
      throw new IllegalArgumentException(
          "prompt must have at most %d characters, had %d"
              .formatted(MAX_PROMPT_LENGTH, prompt.length()));
    }
  }
}
