package com.devskyy.ml;

import java.util.List;

/// The caller's mistake: a setting, a path or data that cannot be used as it is. Trying again does
/// not help.
///
/// The message lists every problem found, each as "subject rule; was value"; [#problems] has them
/// one by one.
public final class InvalidInputException extends RuntimeException {
  private final List<String> problems;

  public InvalidInputException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public InvalidInputException(String problem) {
    this(List.of(problem));
  }

  /// One sentence per problem, in the order they were found; never empty.
  public List<String> problems() {
    return problems;
  }
}
