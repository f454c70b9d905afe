package com.devskyy.ml.registry;

import java.time.Instant;
import java.util.Map;

/// One trained model, as it stays. Immutable.
///
/// @param modelId which model, such as `sentiment_analyzer`
/// @param number from 1, without gaps within a model id
/// @param sha256 of the model's bytes, in hex; also their name in the store
/// @param sizeBytes of the model's bytes
/// @param metrics measured on data the model had not learnt from
/// @param hyperparameters it was trained with: text, numbers, booleans
/// @param dataFingerprint sha256 of the training data, in hex
/// @param codeVersion of the program that trained it
/// @param trainedBy what made it, as the id of a task
/// @param createdAt when it was registered
public record ModelVersion(
    String modelId,
    int number,
    String sha256,
    long sizeBytes,
    Map<String, Double> metrics,
    Map<String, Object> hyperparameters,
    String dataFingerprint,
    String codeVersion,
    String trainedBy,
    Instant createdAt) {

  public ModelVersion {
    metrics = Map.copyOf(metrics);
    hyperparameters = Map.copyOf(hyperparameters);
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1, was " + number);
    }
  }

  /// The version as callers write it: `v1`, `v2`, ...
  public String name() {
    return "v" + number;
  }
}
