package com.devskyy.studio.order;

import java.util.Locale;

/// How a garment is drawn: as it is, as a drawing, or as a game's asset.
public enum Style {
  REALISTIC,
  CARTOON,
  ANIME,
  LOW_POLY;

  /// As producers spell it, for example `low-poly`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
