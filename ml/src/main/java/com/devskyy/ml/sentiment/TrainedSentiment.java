package com.devskyy.ml.sentiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a training gave. The evaluation is of exactly this model: it is not trained again on the
/// held-out part.
///
/// @param model ready to predict and to be stored
/// @param heldOut measured on texts kept from training; empty if `held_out_share` was 0
/// @param trainingSamples rows learnt from, neutral ones included
/// @param heldOutSamples rows measured on
/// @param malformedRows rows of the file left out
/// @param epochsCompleted passes made over the training rows, the asked number or fewer
/// @param converged whether more passes would change nothing worth having
/// @param dataFingerprint sha256 of the data file, in hex
public record TrainedSentiment(
    SentimentModel model,
    Optional<Evaluation> heldOut,
    int trainingSamples,
    int heldOutSamples,
    int malformedRows,
    int epochsCompleted,
    boolean converged,
    String dataFingerprint) {

  /// Every figure by its name on the wire.
  public Map<String, Double> metrics() {
    var map = new TreeMap<String, Double>();
    heldOut.ifPresent(evaluation -> map.putAll(evaluation.toMap()));
    map.put("training_samples", (double) trainingSamples);
    map.put("held_out_samples", (double) heldOutSamples);
    map.put("malformed_rows", (double) malformedRows);
    map.put("epochs_completed", (double) epochsCompleted);
    return map;
  }
}
