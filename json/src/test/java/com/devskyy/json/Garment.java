package com.devskyy.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An input as task authors declare it.
@JsonClassDescription("Makes a 3D model of a garment")
record Garment(
    @NotBlank @JsonPropertyDescription("What to make") String prompt,
    Optional<String> imageUrl,
    @JsonProperty(defaultValue = "realistic") Style style,
    @JsonProperty(defaultValue = "SIGNATURE") Collection collection,
    @JsonProperty(defaultValue = "10") @Min(1) int epochs,
    @JsonProperty(defaultValue = "[]") List<@Size(max = 8) String> tags,
    @JsonProperty(defaultValue = "{}") Map<String, Object> content,
    Optional<Instant> scheduleAt,
    @JsonProperty(defaultValue = "PT5M") Duration patience,
    String userId) {

  static final Garment EXAMPLE =
      new Garment(
          "a black rose bomber jacket",
          Optional.empty(),
          Style.LOW_POLY,
          Collection.BLACK_ROSE,
          10,
          List.of("new"),
          Map.of(),
          Optional.empty(),
          Duration.ofMinutes(5),
          "u17");

  enum Style {
    REALISTIC,
    CARTOON,
    ANIME,
    @JsonProperty("low-poly")
    LOW_POLY
  }

  enum Collection {
    @JsonProperty("SIGNATURE")
    SIGNATURE,
    @JsonProperty("BLACK_ROSE")
    @JsonAlias("BLACK")
    BLACK_ROSE,
    @JsonProperty("LOVE_HURTS")
    LOVE_HURTS
  }
}
