package com.devskyy.tasks.model3d;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a model looks.
public enum Style {
  REALISTIC("photorealistic fabric, studio light"),
  CARTOON("cartoon style, clean bold shapes, flat colours"),
  ANIME("anime style, cel shaded"),
  @JsonProperty("low-poly")
  LOW_POLY("low-poly style, faceted, few colours");

  private final String words;

  Style(String words) {
    this.words = words;
  }

  /// In a sentence.
  String words() {
    return words;
  }
}
