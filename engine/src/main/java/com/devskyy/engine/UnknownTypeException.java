package com.devskyy.engine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Neither this build nor any worker that ever registered knows the type. Nothing was stored.
public final class UnknownTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Optional<String> suggestion;

  /// @param known names of all types that are known
  public UnknownTypeException(String name, Collection<String> known) {
    super("unknown task type \"%s\"; known are %s".formatted(name, sorted(known)));
    this.suggestion = Suggestion.closest(name, known);
  }

  /// The known type that was probably meant.
  public Optional<String> suggestion() {
    return suggestion;
  }

  private static String sorted(Collection<String> known) {
    List<String> names = known.stream().sorted().toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
