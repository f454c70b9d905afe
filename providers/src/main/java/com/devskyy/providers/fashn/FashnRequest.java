package com.devskyy.providers.fashn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Something FASHN may be asked to run, as it is sent. Every field that changes the picture is
/// said: defaults belong to the provider and may change. Images are https URLs or data URIs.
///
/// @param model FASHN's `model_name`
/// @param inputs of the model
public record FashnRequest(String model, Map<String, Object> inputs) {
  /// What each of these is expected to cost: one picture, without a reference for the face.
  public static final int CREDITS = 1;

  /// Largest seed.
  public static final long MAX_SEED = (1L << 32) - 1;

  private static final JsonMapper JSON = new JsonMapper();

  /// What of the person is dressed.
  public enum Category {
    TOPS("tops"),
    BOTTOMS("bottoms"),
    ONE_PIECES("one-pieces");

    private final String wire;

    Category(String wire) {
      this.wire = wire;
    }
  }

  /// Speed against quality.
  public enum Mode {
    PERFORMANCE,
    BALANCED,
    QUALITY;

    private String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// The word for the same in models that generate.
    private String generation() {
      return this == PERFORMANCE ? "fast" : wire();
    }
  }

  public FashnRequest {
    inputs = Map.copyOf(inputs);
  }

  /// A garment on a person, by `tryon-v1.6`: one picture of 864 × 1296.
  public static FashnRequest tryOn(
      String modelImage, String garmentImage, Category category, Mode mode, long seed) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("model_image", modelImage);
    inputs.put("garment_image", garmentImage);
    inputs.put("category", category.wire);
    inputs.put("mode", mode.wire());
    inputs.put("garment_photo_type", "auto");
    inputs.put("moderation_level", "permissive");
    inputs.put("segmentation_free", true);
    inputs.put("num_samples", 1);
    return new FashnRequest("tryon-v1.6", picture(inputs, seed));
  }

  /// A model's photo by description.
  public static FashnRequest modelCreate(
      String prompt, Optional<String> imageReference, Mode mode, long seed) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("prompt", prompt);
    imageReference.ifPresent(image -> inputs.put("image_reference", image));
    inputs.put("generation_mode", mode.generation());
    inputs.put("aspect_ratio", "2:3");
    inputs.put("resolution", "1k");
    inputs.put("num_images", 1);
    return new FashnRequest("model-create", picture(inputs, seed));
  }

  /// A product on a model that is made for it, or on the one given.
  public static FashnRequest productToModel(
      String productImage,
      Optional<String> modelImage,
      Optional<String> prompt,
      Mode mode,
      long seed) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("product_image", productImage);
    modelImage.ifPresent(image -> inputs.put("model_image", image));
    prompt.ifPresent(text -> inputs.put("prompt", text));
    inputs.put("generation_mode", mode.generation());
    inputs.put("resolution", "1k");
    if (modelImage.isEmpty()) {
      inputs.put("aspect_ratio", "2:3");
    }
    return new FashnRequest("product-to-model", picture(inputs, seed));
  }

  /// An image without its background, as PNG with transparency.
  public static FashnRequest backgroundRemove(String image) {
    return new FashnRequest("background-remove", Map.of("image", image, "return_base64", false));
  }

  private static Map<String, Object> picture(Map<String, Object> inputs, long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException(
          "the seed must be 0 to %,d, was %,d".formatted(MAX_SEED, seed));
    }
    inputs.put("output_format", "png");
    inputs.put("return_base64", false);
    inputs.put("seed", seed);
    return inputs;
  }

  String json() {
    return JSON.writeValueAsString(Map.of("model_name", model, "inputs", inputs));
  }
}
