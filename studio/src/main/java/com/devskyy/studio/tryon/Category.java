package com.devskyy.studio.tryon;

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

  boolean coversTorso() {
    return this != BOTTOMS;
  }

  boolean coversLegs() {
    return this == BOTTOMS || this == ONE_PIECES;
  }
}
