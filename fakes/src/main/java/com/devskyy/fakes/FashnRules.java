package com.devskyy.fakes;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What FASHN refuses in the body of a run, and what the run costs.
final class FashnRules {
  /// A model: inputs that must be there, inputs that may, and which of all are images.
  private record Model(Set<String> required, Set<String> optional, Set<String> images) {}

  private static final Map<String, Model> MODELS =
      Map.of(
          "tryon-v1.6",
              new Model(
                  Set.of("model_image", "garment_image"),
                  Set.of(
                      "category",
                      "garment_photo_type",
                      "mode",
                      "moderation_level",
                      "num_samples",
                      "output_format",
                      "return_base64",
                      "seed",
                      "segmentation_free"),
                  Set.of("model_image", "garment_image")),
          "model-create",
              new Model(
                  Set.of("prompt"),
                  Set.of(
                      "image_reference",
                      "face_reference",
                      "face_reference_mode",
                      "generation_mode",
                      "aspect_ratio",
                      "resolution",
                      "num_images",
                      "output_format",
                      "return_base64",
                      "seed"),
                  Set.of("image_reference", "face_reference")),
          "product-to-model",
              new Model(
                  Set.of("product_image"),
                  Set.of(
                      "model_image",
                      "image_prompt",
                      "prompt",
                      "generation_mode",
                      "aspect_ratio",
                      "resolution",
                      "output_format",
                      "return_base64",
                      "seed"),
                  Set.of("product_image", "model_image", "image_prompt")),
          "background-remove",
              new Model(Set.of("image"), Set.of("return_base64"), Set.of("image")));

  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "category", Set.of("auto", "tops", "bottoms", "one-pieces"),
          "garment_photo_type", Set.of("auto", "flat-lay", "model"),
          "mode", Set.of("performance", "balanced", "quality"),
          "moderation_level", Set.of("conservative", "permissive", "none"),
          "output_format", Set.of("png", "jpeg"),
          "generation_mode", Set.of("fast", "balanced", "quality"),
          "face_reference_mode", Set.of("match_base", "match_reference"),
          "aspect_ratio",
              Set.of("1:1", "2:3", "3:4", "4:5", "5:4", "4:3", "3:2", "16:9", "9:16", "21:9"),
          "resolution", Set.of("1k", "2k", "4k"));

  private FashnRules() {}

  /// Why a body is refused.
  static Optional<String> refusal(JsonNode body) {
    String name = body.path("model_name").asString("");
    Model model = MODELS.get(name);
    if (model == null) {
      return Optional.of("model_name is required, one of " + MODELS.keySet());
    }
    JsonNode inputs = body.path("inputs");
    for (String required : model.required) {
      if (inputs.path(required).asString("").isBlank()) {
        return Optional.of(required + " is required");
      }
    }
    for (String given : inputs.propertyNames()) {
      if (!model.required.contains(given) && !model.optional.contains(given)) {
        return Optional.of(given + " is not an input of " + name);
      }
      Set<String> words = WORDS.get(given);
      if (words != null && !words.contains(inputs.path(given).asString(""))) {
        return Optional.of(given + " must be one of " + words);
      }
    }
    for (String flag : List.of("return_base64", "segmentation_free")) {
      if (inputs.has(flag) && !inputs.path(flag).isBoolean()) {
        return Optional.of(flag + " must be true or false");
      }
    }
    for (String count : List.of("num_samples", "num_images")) {
      JsonNode samples = inputs.path(count);
      boolean fits = samples.isIntegralNumber() && samples.asInt() >= 1 && samples.asInt() <= 4;
      if (inputs.has(count) && !fits) {
        return Optional.of(count + " must be 1 to 4");
      }
    }
    long seed = inputs.path("seed").asLong(0);
    if (seed < 0 || seed > 4_294_967_295L) {
      return Optional.of("seed must be 0 to 2^32-1");
    }
    return images(body).stream()
        .filter(image -> !image.startsWith("http://") && !image.startsWith("https://"))
        .filter(image -> !image.matches("(?s)data:image/[a-z]+;base64,.*"))
        .findFirst()
        .map(_ -> "an image must be a URL or base64 with its data:image/…;base64, prefix");
  }

  static List<String> images(JsonNode body) {
    Model model = Objects.requireNonNull(MODELS.get(body.path("model_name").asString("")));
    return model.images.stream()
        .sorted()
        .map(name -> body.path("inputs").path(name).asString(""))
        .filter(image -> !image.isEmpty())
        .toList();
  }

  /// `png` or `jpeg`; what is cut out is PNG, as it has transparency.
  static String format(JsonNode body) {
    return body.path("inputs").path("output_format").asString("png");
  }

  static int samples(JsonNode body) {
    JsonNode inputs = body.path("inputs");
    return inputs.path("num_samples").asInt(inputs.path("num_images").asInt(1));
  }

  static int credits(JsonNode body) {
    return (body.path("inputs").has("face_reference") ? 4 : 1) * samples(body);
  }

  /// Width and height of a result. Only that of a try-on is documented; the others follow from
  /// what was asked for.
  static int[] size(JsonNode body) {
    if (body.path("model_name").asString("").equals("tryon-v1.6")) {
      return new int[] {864, 1_296};
    }
    JsonNode inputs = body.path("inputs");
    String[] ratio = inputs.path("aspect_ratio").asString("2:3").split(":", 2);
    double width = Integer.parseInt(ratio[0]);
    double height = Integer.parseInt(ratio[1]);
    int longest = 1_024 * (inputs.path("resolution").asString("1k").charAt(0) - '0');
    double scale = longest / Math.max(width, height);
    return new int[] {(int) Math.round(width * scale), (int) Math.round(height * scale)};
  }
}
