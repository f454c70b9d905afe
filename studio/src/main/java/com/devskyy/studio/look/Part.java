package com.devskyy.studio.look;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// What of a garment a prompt can colour, and the words that name it.
@SuppressWarnings("ImmutableEnumChecker") // A Set.of, and method references of a record.
enum Part {
  /// The body; also what a colour belongs to where nothing is named.
  CLOTH(
      "tee shirt tshirt hoodie sweatshirt bomber jacket pants joggers shorts cap hat beanie body"
          + " cloth fabric",
      Palette::withCloth),
  ACCENT(
      "embroidery embroidered print printed logo text lettering letters graphic rose roses heart"
          + " hearts star motif patch emblem details accents accent",
      Palette::withAccent),
  CORD("drawstring drawstrings cord cords string strings laces", Palette::withCord),
  METAL("zip zipper zippers button buttons eyelets hardware metal snaps", Palette::withMetal),
  RIB(
      "rib ribs ribbing ribbed cuff cuffs collar hem waistband brim visor trim trimmed trims"
          + " trimmings",
      Palette::withRib),
  THREAD("stitch stitches stitching seam seams thread topstitching", Palette::withThread),
  STRIPE("stripe stripes striped panel panels piping", Palette::withStripe),
  LINING("lining lined inside interior", Palette::withLining);

  private final Set<String> words;
  private final BiFunction<Palette, Integer, Palette> colouring;

  Part(String words, BiFunction<Palette, Integer, Palette> colouring) {
    this.words = Set.of(words.split(" ", -1));
    this.colouring = colouring;
  }

  /// The part that a word names.
  static Optional<Part> named(String word) {
    return Arrays.stream(values()).filter(part -> part.words.contains(word)).findFirst();
  }

  /// The palette with this part in a colour, and what follows from it.
  Palette coloured(Palette palette, int colour) {
    return colouring.apply(palette, colour);
  }
}
