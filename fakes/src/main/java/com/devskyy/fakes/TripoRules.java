package com.devskyy.fakes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What Tripo refuses in the body of a creation, and what the creation costs.
final class TripoRules {
  private static final Set<String> RETIRED = Set.of("v2.0-20240919", "refine");
  private static final Set<String> KNOWN =
      Set.of("v3.1-20260211", "v3.0-20250812", "v2.5-20250123", "P1-20260311", "P2-20260801");
  private static final Set<String> QUALITIES = Set.of("standard", "detailed", "extreme");
  private static final Set<String> FORMATS = Set.of("GLTF", "USDZ", "FBX", "OBJ", "STL", "3MF");
  private static final Set<String> NOT_FOR_P1 =
      Set.of("quad", "smart_low_poly", "generate_parts", "geometry_quality");
  private static final Set<String> FLAGS =
      Set.of(
          "texture",
          "pbr",
          "quad",
          "smart_low_poly",
          "generate_parts",
          "auto_size",
          "export_uv",
          "enable_image_autofix");
  private static final Set<String> NUMBERS =
      Set.of("face_limit", "model_seed", "texture_seed", "image_seed", "texture_size");

  private static final Set<String> TEXTS =
      Set.of("model", "model_version", "prompt", "negative_prompt", "input", "format");

  /// Options with a closed choice of words.
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "texture_quality", QUALITIES,
          "geometry_quality", Set.of("standard", "detailed"),
          "texture_alignment", Set.of("original_image", "geometry"),
          "orientation", Set.of("default", "align_image"));

  /// Documented routes that make things, and that this stand-in does not play: two are retired.
  static final Set<String> NOT_PLAYED =
      Set.of(
          "/generation/multiview-to-model",
          "/generation/text-to-image",
          "/generation/image-to-image",
          "/generation/image-to-multiview",
          "/generation/edit-multiview",
          "/generation/image-to-splat",
          "/models/texture",
          "/models/import",
          "/models/stylize",
          "/models/refine",
          "/animations/rig-check",
          "/animations/rig",
          "/animations/retarget",
          "/mesh/segment",
          "/mesh/complete",
          "/mesh/decimate",
          "/mesh/smartsegment");

  /// A refusal.
  record Refusal(int status, int code, String message, String suggestion) {}

  /// Where the tasks at once are counted that are counted nowhere else.
  static final String USUAL_POOL = "H";

  static final Refusal TOO_FAST = new Refusal(429, 1007, "too many requests", "slow down");

  private TripoRules() {}

  static Optional<Refusal> refusal(String type, JsonNode body) {
    return types(body)
        .or(
            () ->
                switch (type) {
                  case "text_to_model" -> model(body).or(() -> prompt(body));
                  case "image_to_model" -> model(body).or(() -> image(body));
                  default -> format(body);
                });
  }

  private static Optional<Refusal> types(JsonNode body) {
    for (String name : body.propertyNames()) {
      JsonNode value = body.path(name);
      boolean fits =
          (!FLAGS.contains(name) || value.isBoolean())
              && (!NUMBERS.contains(name) || value.isIntegralNumber())
              && (!TEXTS.contains(name) || value.isString());
      if (!fits) {
        return wrong(name + " has the wrong type");
      }
      Set<String> words = WORDS.get(name);
      if (words != null && !words.contains(value.asString(""))) {
        return wrong(name + " is one of " + words);
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> model(JsonNode body) {
    String model = body.path("model").asString(body.path("model_version").asString(""));
    if (RETIRED.contains(model)) {
      return Optional.of(
          new Refusal(400, 2015, "model version " + model + " is retired", "use v3.1-20260211"));
    }
    if (!KNOWN.contains(model)) {
      return wrong("model is required, one of " + KNOWN);
    }
    boolean p1 = model.startsWith("P1");
    if (p1 && NOT_FOR_P1.stream().anyMatch(body::has)) {
      return wrong(model + " takes none of " + NOT_FOR_P1);
    }
    int faces = body.path("face_limit").asInt(1_000);
    if (p1 && (faces < 48 || faces > 20_000)) {
      return wrong("face_limit of " + model + " is 48 to 20000");
    }
    if (body.path("generate_parts").asBoolean(false)
        && (body.path("texture").asBoolean(true) || body.path("pbr").asBoolean(true))) {
      return wrong("generate_parts needs texture and pbr to be false");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> prompt(JsonNode body) {
    int length = body.path("prompt").asString("").length();
    if (length == 0 || length > 1_024) {
      return wrong("prompt must have 1 to 1024 characters");
    }
    return body.path("negative_prompt").asString("").length() > 255
        ? wrong("negative_prompt must have at most 255 characters")
        : Optional.empty();
  }

  private static Optional<Refusal> image(JsonNode body) {
    String input = body.path("input").asString("");
    return input.startsWith("https://") || input.startsWith("file_")
        ? Optional.empty()
        : wrong("input must be a file token or an https URL; base64 is not taken");
  }

  private static Optional<Refusal> format(JsonNode body) {
    return FORMATS.contains(body.path("format").asString(""))
        ? Optional.empty()
        : wrong("format must be one of " + FORMATS);
  }

  private static Optional<Refusal> wrong(String message) {
    return Optional.of(new Refusal(400, 1004, message, "see the reference"));
  }

  static String pool(String type, JsonNode body) {
    if (type.equals("convert_model")) {
      return "processing";
    }
    return body.path("model").asString("").startsWith("P") ? "P" : USUAL_POOL;
  }

  static int credits(String type, JsonNode body) {
    if (type.equals("convert_model")) {
      return 5;
    }
    boolean textured = body.path("texture").asBoolean(true) || body.path("pbr").asBoolean(true);
    int credits = (type.equals("text_to_model") ? 10 : 20) + (textured ? 10 : 0);
    if (body.path("model").asString("").startsWith("P1")) {
      credits += 20;
    }
    credits += body.path("geometry_quality").asString("").equals("detailed") ? 20 : 0;
    credits += body.path("smart_low_poly").asBoolean(false) ? 10 : 0;
    credits += body.path("quad").asBoolean(false) ? 5 : 0;
    credits += body.path("generate_parts").asBoolean(false) ? 20 : 0;
    return credits
        + switch (body.path("texture_quality").asString("standard")) {
          case "detailed" -> 10;
          case "extreme" -> 20;
          default -> 0;
        };
  }
}
