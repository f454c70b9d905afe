package com.devskyy.providers.fetch;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a reference may lead to.
///
/// @param kinds allowed ones
/// @param maxBytes of the file
/// @param maxPixels of a picture, width times height
public record Wanted(Set<FileKind> kinds, int maxBytes, long maxPixels) {
  /// A JPEG, PNG or WebP of at most 25 MiB and 50 megapixels, as the studio reads.
  public static final Wanted IMAGE =
      new Wanted(EnumSet.of(FileKind.JPEG, FileKind.PNG, FileKind.WEBP), 25 << 20, 50_000_000);

  public Wanted {
    kinds = Set.copyOf(kinds);
  }

  /// The kinds, for people: `JPEG, PNG or WEBP`.
  String names() {
    return kinds.stream()
        .sorted()
        .map(kind -> kind.name().toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(", "))
        .replaceFirst(", (?=[^,]*$)", " or ");
  }
}
