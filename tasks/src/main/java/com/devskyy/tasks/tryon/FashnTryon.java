package com.devskyy.tasks.tryon;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The input of `fashn_tryon`. Images are https URLs, data URIs, or paths below the data root.
///
/// @param modelImage the person
/// @param garmentImage the garment
/// @param category what of the person is dressed
/// @param userId whom it is for
/// @param operation what is made; which images and words it needs follows from that
/// @param prompt what to make, for operations that take words
/// @param seed the same input and seed give the same picture, as far as the maker keeps to that
/// @param onUnknown whether to pay again when a paid call may have happened and nobody can tell;
///     else as the worker's setting says
/// @param modelLandmarks where the body's marks are in the model image, for a body whose outline
///     does not show them, as with hair over the neck; FASHN finds them itself and is not told
public record FashnTryon(
    @JsonPropertyDescription("The person: https URL, data URI, or path below the data root")
        Optional<String> modelImage,
    @JsonPropertyDescription("The garment: https URL, data URI, or path below the data root")
        Optional<String> garmentImage,
    @JsonProperty(defaultValue = "tops") @JsonPropertyDescription("What of the person is dressed")
        Category category,
    @JsonProperty(defaultValue = "balanced") @JsonPropertyDescription("Quality against speed")
        Mode mode,
    @NotBlank @JsonPropertyDescription("Whom it is for") String userId,
    @JsonProperty(defaultValue = "try_on") @JsonPropertyDescription("What is made")
        Operation operation,
    @JsonPropertyDescription("What to make, for model_create and product_to_model")
        Optional<@Size(max = 1000) String> prompt,
    @JsonProperty(defaultValue = "auto")
        @JsonPropertyDescription("Who makes it: auto takes FASHN where there is a key")
        Maker provider,
    @JsonPropertyDescription("The same input and seed give the same picture")
        Optional<@Min(0) @Max(4294967295L) Long> seed,
    @JsonPropertyDescription(
            "When a paid call may have happened and nobody can tell; else as ON_UNKNOWN says")
        Optional<OnUnknown> onUnknown,
    @JsonPropertyDescription(
            "Where the body's marks are in the model image, each as shares of its width and height,"
                + " where they cannot be found from the outline; for try_on by the studio")
        Optional<BodyMarks> modelLandmarks) {
  /// Puts a garment on a person.
  public static final TaskType<FashnTryon, TryOnPicture> TYPE =
      TaskType.named("fashn_tryon", FashnTryon.class, TryOnPicture.class)
          .description("Puts a garment on a model's photo; makes model photos and cut-outs")
          .retry(RetryPolicy.retries(3))
          .runLimit(Duration.ofMinutes(10))
          .work(TaskType.Work.IO)
          .build();

  /// For `--example` and the documents.
  public static final FashnTryon EXAMPLE =
      tryOn("https://shop.example/model.jpg", "https://shop.example/hoodie.jpg", "u17");

  public FashnTryon {
    List<String> missing = new ArrayList<>();
    switch (operation) {
      case TRY_ON -> {
        needs(missing, "model_image", modelImage);
        needs(missing, "garment_image", garmentImage);
      }
      case PRODUCT_TO_MODEL, BACKGROUND_REMOVE -> needs(missing, "garment_image", garmentImage);
      case MODEL_CREATE -> needs(missing, "prompt", prompt);
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "operation %s needs %s".formatted(operation.wire(), String.join(" and ", missing)));
    }
  }

  private static void needs(List<String> missing, String field, Optional<String> value) {
    if (value.filter(text -> !text.isBlank()).isEmpty()) {
      missing.add(field);
    }
  }

  /// A try-on with the defaults.
  public static FashnTryon tryOn(String modelImage, String garmentImage, String userId) {
    return new FashnTryon(
        Optional.of(modelImage),
        Optional.of(garmentImage),
        Category.TOPS,
        Mode.BALANCED,
        userId,
        Operation.TRY_ON,
        Optional.empty(),
        Maker.AUTO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same for another operation.
  public FashnTryon as(Operation other) {
    return new FashnTryon(
        modelImage,
        garmentImage,
        category,
        mode,
        userId,
        other,
        prompt,
        provider,
        seed,
        onUnknown,
        modelLandmarks);
  }

  /// The seed that was given, else one of the task's own.
  long seedFor(String taskId) {
    return seed.orElseGet(() -> Integer.toUnsignedLong(taskId.hashCode()));
  }
}
