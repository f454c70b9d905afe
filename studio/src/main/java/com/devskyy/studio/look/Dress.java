package com.devskyy.studio.look;

import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.Style;

/// How an order is to look: what collection and prompt say, put together.
///
/// @param text to be printed; may be empty
/// @param embroidered rather than printed
/// @param asked whether text or motif came from the prompt rather than from the collection
public record Dress(
    Style style, Palette palette, String text, Motif motif, boolean embroidered, boolean asked) {
  private static final int LEAF = 0x3E6B45;

  public static Dress of(GarmentOrder order) {
    var words = PromptWords.read(order.prompt());
    Palette palette = words.colour(Palette.of(order.collection()));
    String text = words.text().orElse(words.plain() ? "" : order.collection().title());
    Motif motif = words.motif().orElse(words.plain() ? Motif.NONE : motif(order));
    boolean asked = words.text().isPresent() || words.motif().isPresent();
    if (order.style() == Style.CARTOON || order.style() == Style.ANIME) {
      palette = palette.vivid(1.3);
    }
    return new Dress(order.style(), palette, text, motif, words.embroidered(), asked);
  }

  private static Motif motif(GarmentOrder order) {
    return switch (order.collection()) {
      case SIGNATURE -> Motif.STAR;
      case BLACK_ROSE -> Motif.ROSE;
      case LOVE_HURTS -> Motif.HEART;
    };
  }

  /// Motif above words, as it goes on a chest.
  ///
  /// @param width metres; the height is what they need
  public Artwork chest(double width) {
    double motifSize = motif == Motif.NONE ? 0 : motif == Motif.STAR ? 0.2 * width : 0.42 * width;
    double letters = text.isEmpty() ? 0 : Math.min(0.14 * width, 0.034);
    double gap = motifSize > 0 && letters > 0 ? 0.055 * width : 0;
    double height = motifSize + gap + letters + 0.02;
    var art = new Artwork(width + 0.02, height, embroidered);
    double top = height / 2 - 0.01;
    motif.draw(art, palette.accent(), second(), 0, top - motifSize / 2, motifSize);
    if (letters > 0) {
      art.text(palette.accent(), text, 0, top - motifSize - gap - letters / 2, width, letters);
    }
    return art;
  }

  /// Words or, where there are none, the motif alone: for a patch, a leg, a cap.
  public Artwork badge(double width, double height) {
    Artwork art = words(width, height);
    if (text.isEmpty()) {
      motif.draw(art, palette.accent(), second(), 0, 0, Math.min(width, height));
    }
    return art;
  }

  /// The words alone; nothing where there are none.
  public Artwork words(double width, double height) {
    var art = new Artwork(width + 0.01, height + 0.01, embroidered);
    art.text(palette.accent(), text, 0, 0, width, height);
    return art;
  }

  /// The motif alone.
  public Artwork emblem(double size) {
    var art = new Artwork(size + 0.01, size + 0.01, true);
    Motif drawn = motif == Motif.NONE ? Motif.STAR : motif;
    if (!text.isEmpty() || motif != Motif.NONE) {
      drawn.draw(art, palette.accent(), second(), 0, 0, size);
    }
    return art;
  }

  private int second() {
    return motif == Motif.ROSE ? LEAF : palette.second();
  }
}
