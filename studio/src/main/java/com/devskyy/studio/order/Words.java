package com.devskyy.studio.order;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Spellings of the order's closed choices.
final class Words {
  private Words() {}

  static String of(Enum<?> value, char gap) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', gap);
  }

  static <E> E find(String field, E[] all, Function<E, String> spelling, String word) {
    return Arrays.stream(all)
        .filter(each -> spelling.apply(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    field
                        + " must be one of "
                        + Arrays.stream(all).map(spelling).collect(Collectors.joining(", "))
                        + "; was \""
                        + word
                        + "\""));
  }
}
