package com.devskyy.ml;

/// Told how far a training is. Called on the training thread, so it should return quickly.
@FunctionalInterface
public interface TrainingProgress {
  /// Progress that nobody watches.
  TrainingProgress SILENT = (done, total, message) -> {};

  /// One more pass over the training data is done.
  ///
  /// @param done passes done, from 1
  /// @param total passes asked for; training may converge before
  /// @param message how good the model is by now, for a person to read
  void epoch(int done, int total, String message);
}
