package com.devskyy.studio.tryon;

import java.util.Locale;

/// What a garment covers.
public enum Category {
  /// Shirts, sweaters, hoodies.
  TOPS,
  /// Trousers, shorts, skirts.
  BOTTOMS,
  /// Dresses and suits of one piece.
  ONE_PIECES,
  /// Jackets and coats, worn over a top.
  OUTERWEAR;

  /// From the words callers use: `tops`, `bottoms`, `dresses`, `full_body`, `one-pieces`,
  /// `outerwear`.
  ///
  /// @throws IllegalArgumentException naming the allowed words
  public static Category of(String word) {
    return switch (word.toLowerCase(Locale.ROOT).replace('-', '_')) {
      case "tops" -> TOPS;
      case "bottoms" -> BOTTOMS;
      case "one_pieces", "dresses", "full_body" -> ONE_PIECES;
      case "outerwear" -> OUTERWEAR;
      default ->
          throw new IllegalArgumentException(
              "category must be one of tops, bottoms, one-pieces, dresses, full_body, outerwear;"
                  + " was \"%s\"".formatted(word));
    };
  }

  boolean coversTorso() {
    return this != BOTTOMS;
  }

  boolean coversLegs() {
    return this == BOTTOMS || this == ONE_PIECES;
  }
}
