package com.devskyy.tasks.tryon;

import java.util.Locale;

/// What is made.
public enum Operation {
  /// The garment on the person.
  TRY_ON,
  /// A photo of a model, by description.
  MODEL_CREATE,
  /// The garment on a model made for it, or on the one given.
  PRODUCT_TO_MODEL,
  /// The garment without its background.
  BACKGROUND_REMOVE;

  /// The spelling in JSON.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
