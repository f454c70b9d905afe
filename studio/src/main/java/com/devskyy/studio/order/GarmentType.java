package com.devskyy.studio.order;

import java.util.Locale;

/// What the studio can cut. The word of the wire is the constant's name in lower case.
public enum GarmentType {
  TEE,
  HOODIE,
  SWEATSHIRT,
  BOMBER,
  JACKET,
  TRACK_PANTS,
  SHORTS,
  CAP,
  BEANIE;

  /// As producers spell it, for example `track_pants`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
