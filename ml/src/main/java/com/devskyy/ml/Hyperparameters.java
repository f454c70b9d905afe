package com.devskyy.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a caller's map of hyperparameters field by field, collecting what is wrong, so that all of
/// it is told at once.
///
/// ```
/// var given = new Hyperparameters(map);
/// int epochs = given.integer("epochs", 10, 1, 1000);
/// given.done(); // throws if a value was wrong or a name was never asked for
/// ```
/// Used by one thread.
public final class Hyperparameters {
  private final Map<String, ?> given;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /// Begins to read a map.
  ///
  /// @param given names to values as JSON has them: String, Number, Boolean
  public Hyperparameters(Map<String, ?> given) {
    this.given = given;
  }

  /// A whole number; `10.0` counts as one, as some producers write it so.
  public long integer(String name, long fallback, long min, long max) {
    var value = take(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.longValue() >= min
        && number.longValue() <= max) {
      return number.longValue();
    }
    wrong(name, "a whole number from " + min + " to " + max, value);
    return fallback;
  }

  /// A finite number in `[min, max]`.
  public double decimal(String name, double fallback, double min, double max) {
    var value = take(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number number
        && number.doubleValue() >= min
        && number.doubleValue() <= max) {
      return number.doubleValue();
    }
    wrong(name, "a number from " + min + " to " + max, value);
    return fallback;
  }

  /// Text that is not blank; the fallback may be empty and then means "not given".
  public String text(String name, String fallback) {
    var value = take(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    wrong(name, "text that is not blank", value);
    return fallback;
  }

  /// Adds a problem that concerns several fields.
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /// Ends the reading.
  ///
  /// @throws InvalidInputException with every problem, unknown names included
  public void done() {
    for (var name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        problems.add(
            "hyperparameters.%s is not known; known are %s"
                .formatted(name, String.join(", ", known)));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private @Nullable Object take(String name) {
    known.add(name);
    return given.get(name);
  }

  private void wrong(String name, String rule, Object value) {
    var shown = value instanceof String ? "\"" + value + "\"" : value.toString();
    problems.add("hyperparameters.%s must be %s; was %s".formatted(name, rule, shown));
  }
}
