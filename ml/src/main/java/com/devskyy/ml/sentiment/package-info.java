/// The sentiment model: is a review for or against.
///
/// One way through: [SentimentData] reads a CSV, [SentimentTrainer] splits it, learns, calibrates
/// and measures, and gives a [TrainedSentiment]; its [SentimentModel] predicts, and is written and
/// read; [Evaluation] holds what was measured. [SentimentSettings] says how. Everything else is
/// private to the package, one duty a class: `Features` (text to n-grams), `Vocabulary` (n-grams to
/// a weighted vector), `LinearSolver` (passes of learning), `Calibration` (score to probability and
/// threshold). May depend on `com.devskyy.ml` and the CSV reader, on nothing else; nothing but the
/// registry's users depends on it.
@NullMarked
package com.devskyy.ml.sentiment;

import org.jspecify.annotations.NullMarked;
