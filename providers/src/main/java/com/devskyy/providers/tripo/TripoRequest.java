package com.devskyy.providers.tripo;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Something that Tripo may be asked to make, as it is sent. A plain value, so that it can be kept
/// before it is sent and recognised afterwards.
///
/// @param path below the base address
/// @param type Tripo's name for tasks of this kind
/// @param body fields of the request
/// @param credits what it is expected to cost; 100 are 1 USD
public record TripoRequest(String path, String type, Map<String, Object> body, int credits) {
  /// Longest prompt and negative prompt, in characters.
  public static final int MAX_PROMPT = 1_024;

  public static final int MAX_NEGATIVE_PROMPT = 255;

  private static final JsonMapper JSON = new JsonMapper();

  /// What tells one request from another.
  private static final List<String> IDENTITY = List.of("prompt", "input", "model_seed", "format");

  public TripoRequest {
    body = Map.copyOf(body);
  }

  /// A model of what a text says.
  public static TripoRequest textToModel(
      String prompt, Optional<String> negativePrompt, ModelOptions options) {
    atMost("prompt", prompt, MAX_PROMPT);
    Map<String, Object> body = new LinkedHashMap<>(options.fields());
    body.put("prompt", prompt);
    negativePrompt.ifPresent(
        text -> {
          atMost("negative prompt", text, MAX_NEGATIVE_PROMPT);
          body.put("negative_prompt", text);
        });
    return new TripoRequest(
        "/generation/text-to-model", "text_to_model", body, options.credits(20));
  }

  /// A model of what an image shows.
  ///
  /// @param input https URL of a JPEG or PNG of at most 20 MB, or the token of an uploaded file
  public static TripoRequest imageToModel(String input, ModelOptions options) {
    Map<String, Object> body = new LinkedHashMap<>(options.fields());
    body.put("input", input);
    body.put("enable_image_autofix", true);
    return new TripoRequest(
        "/generation/image-to-model", "image_to_model", body, options.credits(30));
  }

  /// A finished model in another format.
  ///
  /// @param taskId of the finished task
  public static TripoRequest convert(String taskId, TripoFormat format) {
    return new TripoRequest(
        "/models/convert", "convert_model", Map.of("input", taskId, "format", format.name()), 5);
  }

  private static void atMost(String name, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          "the %s must be 1 to %,d characters, had %,d".formatted(name, most, text.length()));
    }
  }

  String json() {
    return JSON.writeValueAsString(body);
  }

  /// Whether a task was made by a request.
  enum Made {
    YES,
    NO,
    /// Tripo need not say what a task was made of.
    UNTOLD
  }

  /// Whether a task of Tripo was made by this very request.
  Made made(TripoTask task) {
    if (!task.type().equals(type)) {
      return Made.NO;
    }
    JsonNode sent = JSON.valueToTree(body);
    Made made = Made.YES;
    for (String name : IDENTITY) {
      JsonNode echoed = task.input().path(name);
      if (sent.has(name) && !same(sent.path(name), echoed)) {
        if (echoed.isValueNode() && !echoed.isNull()) {
          return Made.NO;
        }
        made = Made.UNTOLD;
      }
    }
    return made;
  }

  private static boolean same(JsonNode sent, JsonNode echoed) {
    boolean numbers = sent.isNumber() && echoed.isNumber();
    return numbers ? number(sent).compareTo(number(echoed)) == 0 : sent.equals(echoed);
  }

  private static BigDecimal number(JsonNode node) {
    return node.decimalValue();
  }
}
