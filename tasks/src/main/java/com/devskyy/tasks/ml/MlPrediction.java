package com.devskyy.tasks.ml;

import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The input of `ml_prediction`.
///
/// @param modelId one of [Models#IDS]
/// @param inputData one object, or a list of them; for `sentiment_analyzer` objects with `text`
/// @param modelVersion `latest`, or a version as `v3`
/// @param userId whom it is for
public record MlPrediction(
    @NotBlank @JsonPropertyDescription("Which model to ask") String modelId,
    @JsonPropertyDescription("One object, or a list of them, as {\"text\": \"…\"}")
        Object inputData,
    @JsonProperty(defaultValue = "latest")
        @Pattern(regexp = "latest|v[1-9][0-9]{0,8}", message = "must be latest or a version as v3")
        @JsonPropertyDescription("latest, or a version as v3")
        String modelVersion,
    @NotBlank @JsonPropertyDescription("Whom it is for") String userId) {
  /// Predicts with a registered model.
  public static final TaskType<MlPrediction, Prediction> TYPE =
      TaskType.named("ml_prediction", MlPrediction.class, Prediction.class)
          .description("Predicts with a trained model, one item or a list")
          .retry(RetryPolicy.retries(2))
          .runLimit(Duration.ofMinutes(1))
          .work(TaskType.Work.CPU)
          .echo("model_id")
          .build();

  /// For `--example` and the documents.
  public static final MlPrediction EXAMPLE =
      new MlPrediction(
          "sentiment_analyzer", Map.of("text", "the fabric is soft and warm"), "latest", "u17");

  /// Problems named in one message; more would not be read.
  private static final int MAX_PROBLEMS = 10;

  /// The result.
  ///
  /// @param predictions an object for an object, a list for a list, in its order
  /// @param modelVersion the version that was asked
  public record Prediction(Object predictions, String modelVersion) {}

  public MlPrediction {
    Models.requireKnown(modelId);
    texts(inputData);
  }

  /// Whether a list was given, so that a list is given back.
  boolean isBatch() {
    return inputData instanceof List<?>;
  }

  /// The texts to look at.
  List<String> texts() {
    return texts(inputData);
  }

  private static List<String> texts(Object data) {
    if (!(data instanceof List<?> list)) {
      var problems = new ArrayList<String>();
      String text = text("input_data", data, problems);
      refuse(problems);
      return List.of(text);
    }
    var texts = new ArrayList<String>(list.size());
    var problems = new ArrayList<String>();
    for (int i = 0; i < list.size() && problems.size() < MAX_PROBLEMS; i++) {
      texts.add(text("input_data[" + i + "]", list.get(i), problems));
    }
    refuse(problems);
    return texts;
  }

  private static String text(String path, Object item, List<String> problems) {
    if (item instanceof Map<?, ?> map) {
      Object text = map.get("text");
      if (text instanceof String value && !value.isBlank()) {
        return value;
      }
      problems.add(
          text == null
              ? path + ".text is required"
              : path + ".text must be text with at least one letter; was " + kind(text));
    } else {
      problems.add(path + " must be an object with text; was " + kind(item));
    }
    return "";
  }

  private static String kind(Object value) {
    return switch (value) {
      case String text when text.isBlank() -> "blank";
      case String _ -> "text";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      default -> String.valueOf(value);
    };
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" · ", problems));
    }
  }
}
