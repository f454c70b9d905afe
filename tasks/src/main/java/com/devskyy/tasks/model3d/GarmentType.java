package com.devskyy.tasks.model3d;

import java.util.Locale;

/// What the shop sells.
public enum GarmentType {
  TEE("T-shirt"),
  HOODIE("hoodie"),
  SWEATSHIRT("crew-neck sweatshirt"),
  BOMBER("bomber jacket"),
  JACKET("jacket"),
  TRACK_PANTS("track pants"),
  SHORTS("shorts"),
  CAP("baseball cap"),
  BEANIE("beanie");

  private final String words;

  GarmentType(String words) {
    this.words = words;
  }

  /// In a sentence.
  String words() {
    return words;
  }

  /// The spelling in JSON.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
