package com.devskyy.providers;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a service says, made fit for a message of ours: one line, of bounded length.
public final class Said {
  private static final int LONGEST = 300;

  private Said() {}

  /// A text member of an object; empty when it is absent, blank or no text.
  public static Optional<String> text(JsonNode object, String name) {
    JsonNode node = object.path(name);
    return node.isString()
        ? Optional.of(line(node.asString())).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /// On one line, cut.
  public static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
