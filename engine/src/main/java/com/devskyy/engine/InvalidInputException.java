package com.devskyy.engine;

import java.util.List;
import java.util.stream.Collectors;

/// An input breaks its type's rules. Nothing was stored; it is never retried.
public final class InvalidInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<Violation> violations;

  /// All violations at once.
  public InvalidInputException(List<Violation> violations) {
    super(violations.stream().map(Violation::sentence).collect(Collectors.joining(" · ")));
    this.violations = List.copyOf(violations);
  }

  /// As above, saying which type was meant.
  public InvalidInputException(TypeName type, List<Violation> violations) {
    super(
        violations.stream()
            .map(Violation::sentence)
            .collect(Collectors.joining(" · ", type + ": ", "")));
    this.violations = List.copyOf(violations);
  }

  /// What is wrong; at least one.
  public List<Violation> violations() {
    return violations;
  }
}
