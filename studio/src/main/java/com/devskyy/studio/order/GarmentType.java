package com.devskyy.studio.order;

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
    return Words.of(this, '_');
  }

  /// The garment so spelt.
  ///
  /// @throws IllegalArgumentException with what is allowed
  public static GarmentType of(String word) {
    return Words.find("garment_type", values(), GarmentType::word, word);
  }
}
