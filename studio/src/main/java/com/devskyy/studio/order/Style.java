package com.devskyy.studio.order;

/// How a garment is drawn: as it is, as a drawing, or as a game's asset.
public enum Style {
  REALISTIC,
  CARTOON,
  ANIME,
  LOW_POLY;

  /// As producers spell it, for example `low-poly`.
  public String word() {
    return Words.of(this, '-');
  }

  /// The style so spelt.
  ///
  /// @throws IllegalArgumentException with what is allowed
  public static Style of(String word) {
    return Words.find("style", values(), Style::word, word);
  }
}
