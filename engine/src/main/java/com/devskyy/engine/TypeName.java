package com.devskyy.engine;

import java.util.regex.Pattern;

/// A task type's name, and the name of its one queue.
///
/// @param value 1 to 64 characters of a-z, 0-9, `_`, `-` and `.`, beginning with a letter
public record TypeName(String value) implements Comparable<TypeName> {
  private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

  public TypeName {
    if (!LEGAL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a task type's name is 1 to 64 characters of a-z, 0-9, _, - and ., beginning with a letter; was \"%s\""
              .formatted(value));
    }
  }

  @Override
  public int compareTo(TypeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
