package com.devskyy.json;

import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one check finds, and where it stands. One check, one thread.
final class Findings {
  /// Most violations, and most ignored paths, that are told apart.
  static final int MAX = 100;

  final Path path;
  final boolean refuseUnknown;

  private final List<Violation> violations = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final int depth;
  private int count;
  private boolean wrongKind;

  Findings(boolean refuseUnknown) {
    this(new Path(), refuseUnknown);
  }

  private Findings(Path path, boolean refuseUnknown) {
    this.path = path;
    this.refuseUnknown = refuseUnknown;
    this.depth = path.depth();
  }

  /// An attempt at the same place, to be [#take]n or forgotten.
  Findings attempt() {
    return new Findings(path, refuseUnknown);
  }

  /// The value here breaks a rule.
  void broken(String rule, @Nullable Object given) {
    add(rule, JsonText.excerpt(given));
  }

  /// The value here is not even of the right kind.
  void wrongKind(String rule, @Nullable Object given) {
    wrongKind |= path.depth() == depth;
    broken(rule, given);
  }

  /// There is something wrong here that no given value shows.
  void add(String rule, String given) {
    if (count < MAX) {
      violations.add(new Violation(path.toString(), rule, given));
    }
    count++;
  }

  /// The member here is unknown and was left out.
  void ignored() {
    if (ignored.size() < MAX) {
      ignored.add(path.toString());
    }
  }

  void take(Findings attempt) {
    for (Violation violation : attempt.violations) {
      if (violations.size() < MAX) {
        violations.add(violation);
      }
    }
    count += attempt.count;
    ignored.addAll(attempt.ignored);
  }

  /// Whether nothing more needs to be looked at.
  boolean full() {
    return count > MAX;
  }

  /// How many violations there are, told apart or not.
  int count() {
    return count;
  }

  /// Less is closer to what was meant.
  int distance() {
    if (count == 0) {
      return ignored.size();
    }
    return MAX * (wrongKind ? 4 : 2) + Math.min(count, MAX);
  }

  /// Every violation, by field; beyond 100 only that there are more.
  List<Violation> violations() {
    List<Violation> sorted = new ArrayList<>(violations);
    sorted.sort(Comparator.comparing(Violation::field).thenComparing(Violation::rule));
    if (full()) {
      sorted.add(new Violation("", "breaks more rules than these " + MAX, ""));
    }
    return sorted;
  }

  List<String> ignoredPaths() {
    return ignored;
  }

  void throwIfAny() {
    if (count > 0) {
      throw new InvalidInputException(violations());
    }
  }
}
