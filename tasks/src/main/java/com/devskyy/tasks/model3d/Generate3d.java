package com.devskyy.tasks.model3d;

import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskType;
import com.devskyy.tasks.provider.OnUnknown;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The input of `generate_3d`.
///
/// @param prompt what to make, in words
/// @param imageUrl what to make, as a photo: an https URL, a data URI, or a path below the data
///     root
/// @param userId whom it is for
/// @param formats what it is wanted as; a GLB is made in any case
/// @param optimise whether the GLB is made smaller without changing what is seen: unused and
///     repeated data go, vertices are welded, textures have at most 2,048 pixels a side
/// @param seed the same input and seed give the same model, as far as the maker keeps to that
/// @param onUnknown whether to pay again when a paid call may have happened and nobody can tell;
///     else as the worker's setting says
/// @param productId the shop's product that shows it, where there is a shop
public record Generate3d(
    @NotBlank @Size(max = 1024) @JsonPropertyDescription("What to make, in words") String prompt,
    @JsonPropertyDescription("A photo of it: https URL, data URI, or path below the data root")
        Optional<String> imageUrl,
    @JsonProperty(defaultValue = "realistic") @JsonPropertyDescription("How it looks") Style style,
    @NotBlank @JsonPropertyDescription("Whom it is for") String userId,
    @JsonPropertyDescription("Name of the product, for prompt and file names")
        Optional<@Size(max = 200) String> productName,
    @JsonProperty(defaultValue = "SIGNATURE") @JsonPropertyDescription("Collection of the brand")
        Collection collection,
    @JsonProperty(defaultValue = "tee") @JsonPropertyDescription("Kind of garment")
        GarmentType garmentType,
    @JsonProperty(defaultValue = "auto")
        @JsonPropertyDescription("Who makes it: auto takes Tripo where there is a key")
        Maker provider,
    @JsonPropertyDescription("The same input and seed give the same model")
        Optional<@Min(0) @Max(2147483647) Long> seed,
    @JsonProperty(defaultValue = "[\"glb\"]")
        @JsonPropertyDescription("What it is wanted as; a GLB is made in any case")
        Set<ModelFormat> formats,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
            "Make the GLB smaller: without unused and repeated data, vertices welded, textures of at most 2,048 pixels a side")
        boolean optimise,
    @JsonPropertyDescription(
            "When a paid call may have happened and nobody can tell; else as ON_UNKNOWN says")
        Optional<OnUnknown> onUnknown,
    @JsonPropertyDescription("Number of the shop's product that shows it")
        Optional<@Min(1) Long> productId) {
  static final RetryPolicy RETRY = RetryPolicy.retries(3);

  /// Makes a 3D model of a garment.
  public static final TaskType<Generate3d, Model3d> TYPE =
      TaskType.named("generate_3d", Generate3d.class, Model3d.class)
          .description("Makes a 3D model of a garment from words or a photo")
          .retry(RETRY)
          .runLimit(Duration.ofMinutes(10))
          .work(TaskType.Work.IO)
          .build();

  /// For `--example` and the documents.
  public static final Generate3d EXAMPLE =
      of(
          "Black Rose hoodie with gold embroidery",
          GarmentType.HOODIE,
          Collection.BLACK_ROSE,
          "u17");

  /// With the defaults.
  public static Generate3d of(
      String prompt, GarmentType garment, Collection collection, String userId) {
    return new Generate3d(
        prompt,
        Optional.empty(),
        Style.REALISTIC,
        userId,
        Optional.empty(),
        collection,
        garment,
        Maker.AUTO,
        Optional.empty(),
        Set.of(ModelFormat.GLB),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /// The seed that was given, else one of the task's own.
  long seedFor(String taskId) {
    return seed.orElseGet(() -> (long) taskId.hashCode() & Integer.MAX_VALUE);
  }

  /// How its files are called, without an ending.
  String fileName() {
    String name =
        productName
            .orElse(collection.name() + " " + garmentType.words())
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return name.isEmpty() ? garmentType.wire() : name;
  }
}
