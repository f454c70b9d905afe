package com.devskyy.ml.sentiment;

import com.devskyy.ml.Hyperparameters;
import java.util.Map;
import java.util.TreeMap;

/// How to read the data and how to train. The defaults were chosen by cross-validation on clothing
/// reviews. Each component is a hyperparameter, in snake case: `heldOutShare` is `held_out_share`.
/// Immutable.
///
/// @param epochs passes over the training data at most, 1 to 1000, default 10; training that has
///     converged stops before
/// @param seed order in which rows are visited; same data and seed give the same model, byte for
///     byte; default 1
/// @param c how much an error weighs against large weights, above 0 to 1000, default 0.4; less is
///     smoother
/// @param heldOutShare share of texts kept from training and measured on, 0 to 0.9, default 0.2; at
///     0 nothing is measured
/// @param maxMalformedShare share of unreadable rows up to which training goes on, 0 to 1, default
///     0.05
/// @param neutralWeight weight of rows rated 3, which are learnt from as mostly negative but never
///     measured on, 0 (not used) to 1, default 0.4
/// @param charWeight weight of parts of words beside whole words, 0 (not used) to 1, default 0.5
/// @param minCount texts a word or phrase must occur in to be used, 1 to 1000, default 2; parts of
///     words one more
/// @param textColumn column with the text, default `text`
/// @param titleColumn column put in front of the text; empty, the default: none
/// @param labelColumn column with the label; empty, the default: `label` where the file has it
/// @param ratingColumn column with stars 1 to 5, 4 and 5 positive, 1 and 2 negative; empty, the
///     default: `rating` where the file has no `label`
public record SentimentSettings(
    int epochs,
    long seed,
    double c,
    double heldOutShare,
    double maxMalformedShare,
    double neutralWeight,
    double charWeight,
    int minCount,
    String textColumn,
    String titleColumn,
    String labelColumn,
    String ratingColumn) {

  /// The settings of a caller who gives none.
  public static SentimentSettings defaults() {
    return from(Map.of());
  }

  /// Settings of a caller's map.
  ///
  /// @param given hyperparameters by name; what is absent has its default
  /// @throws com.devskyy.ml.InvalidInputException naming every unknown name and wrong value at once
  public static SentimentSettings from(Map<String, ?> given) {
    var fields = new Hyperparameters(given);
    var settings =
        new SentimentSettings(
            (int) fields.integer("epochs", 10, 1, 1000),
            fields.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
            fields.decimal("c", 0.4, 1e-6, 1000),
            fields.decimal("held_out_share", 0.2, 0, 0.9),
            fields.decimal("max_malformed_share", 0.05, 0, 1),
            fields.decimal("neutral_weight", 0.4, 0, 1),
            fields.decimal("char_weight", 0.5, 0, 1),
            (int) fields.integer("min_count", 2, 1, 1000),
            fields.text("text_column", "text"),
            fields.text("title_column", ""),
            fields.text("label_column", ""),
            fields.text("rating_column", ""));
    if (!settings.labelColumn.isEmpty() && !settings.ratingColumn.isEmpty()) {
      fields.problem(
          "hyperparameters.label_column and rating_column exclude each other; were \"%s\" and \"%s\": leave one out"
              .formatted(settings.labelColumn, settings.ratingColumn));
    }
    fields.done();
    return settings;
  }

  /// The hyperparameters by name, as [#from] takes them; columns that were not given are left out.
  public Map<String, Object> toMap() {
    var map = new TreeMap<String, Object>();
    map.put("epochs", epochs);
    map.put("seed", seed);
    map.put("c", c);
    map.put("held_out_share", heldOutShare);
    map.put("max_malformed_share", maxMalformedShare);
    map.put("neutral_weight", neutralWeight);
    map.put("char_weight", charWeight);
    map.put("min_count", minCount);
    map.put("text_column", textColumn);
    map.put("title_column", titleColumn);
    map.put("label_column", labelColumn);
    map.put("rating_column", ratingColumn);
    map.values().removeIf(""::equals);
    return map;
  }
}
