package com.devskyy.tasks.model3d;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/// The brand's collections.
public enum Collection {
  @JsonProperty("SIGNATURE")
  SIGNATURE("Signature collection, black and ivory with gold details"),
  @JsonProperty("BLACK_ROSE")
  @JsonAlias("BLACK")
  BLACK_ROSE("Black Rose collection, black on black with silver details and a rose motif"),
  @JsonProperty("LOVE_HURTS")
  LOVE_HURTS("Love Hurts collection, crimson and black with a wounded heart motif");

  private final String words;

  Collection(String words) {
    this.words = words;
  }

  /// In a sentence.
  String words() {
    return words;
  }
}
