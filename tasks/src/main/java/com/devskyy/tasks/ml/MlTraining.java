package com.devskyy.tasks.ml;

import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;

/// The input of `ml_training`.
///
/// @param modelId one of [Models#IDS]
/// @param trainingDataPath CSV or CSV.gz inside the data root of the worker
/// @param hyperparameters by name; what a model knows is in its settings, such as
///     [com.devskyy.ml.sentiment.SentimentSettings]
/// @param epochs passes over the training data at most
/// @param userId whom it is for
public record MlTraining(
    @NotBlank @JsonPropertyDescription("Which model to train") String modelId,
    @NotBlank @JsonPropertyDescription("CSV or CSV.gz inside the data root")
        String trainingDataPath,
    @JsonProperty(defaultValue = "{}") @JsonPropertyDescription("Settings of the model, by name")
        Map<String, Object> hyperparameters,
    @JsonProperty(defaultValue = "10")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Passes over the training data at most")
        int epochs,
    @NotBlank @JsonPropertyDescription("Whom it is for") String userId) {
  /// Trains a real model, measures it on data held out from training and stores a new version.
  public static final TaskType<MlTraining, TrainingReport> TYPE =
      TaskType.named("ml_training", MlTraining.class, TrainingReport.class)
          .description("Trains a model and stores a new version, measured on held-out data")
          .retry(RetryPolicy.retries(1))
          .runLimit(Duration.ofMinutes(10))
          .work(TaskType.Work.CPU)
          .echo("model_id")
          .build();

  /// For `--example` and the documents.
  public static final MlTraining EXAMPLE =
      new MlTraining("sentiment_analyzer", "reviews.csv", Map.of("seed", 1), 10, "u17");

  public MlTraining {
    Models.requireKnown(modelId);
    if (hyperparameters.containsKey("epochs")) {
      throw new IllegalArgumentException(
          "hyperparameters must not contain epochs; give it as the field epochs");
    }
  }
}
