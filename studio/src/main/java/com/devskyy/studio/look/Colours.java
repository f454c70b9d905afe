package com.devskyy.studio.look;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Colours by name, and small sums with them.
final class Colours {
  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("black", 0x1C1B1E),
          Map.entry("charcoal", 0x38383C),
          Map.entry("grey", 0x8D8D90),
          Map.entry("gray", 0x8D8D90),
          Map.entry("silver", 0xC3C6CA),
          Map.entry("white", 0xF4F2EE),
          Map.entry("ivory", 0xEDE4D3),
          Map.entry("cream", 0xEADFC6),
          Map.entry("beige", 0xD3C2A2),
          Map.entry("sand", 0xCDB891),
          Map.entry("tan", 0xB99468),
          Map.entry("camel", 0xB5894F),
          Map.entry("brown", 0x5D4030),
          Map.entry("gold", 0xC39A3F),
          Map.entry("golden", 0xC39A3F),
          Map.entry("yellow", 0xE7BE2F),
          Map.entry("orange", 0xD9772B),
          Map.entry("rust", 0xA44A26),
          Map.entry("red", 0xB7182E),
          Map.entry("crimson", 0x9B1230),
          Map.entry("burgundy", 0x5C1022),
          Map.entry("maroon", 0x5B1620),
          Map.entry("rose gold", 0xB76E79),
          Map.entry("pink", 0xE79BB0),
          Map.entry("purple", 0x5B3A86),
          Map.entry("lavender", 0xB5A3D3),
          Map.entry("blue", 0x2A55A5),
          Map.entry("navy", 0x1C2748),
          Map.entry("teal", 0x1F7272),
          Map.entry("green", 0x2F6B43),
          Map.entry("olive", 0x62643A),
          Map.entry("khaki", 0x9A8C63),
          Map.entry("mint", 0xA5D6BE));

  /// Which colours may stand before a plainer one to say which of its kind is meant.
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "blue", Set.of("navy", "teal"),
          "green", Set.of("olive", "khaki", "mint", "teal"),
          "red", Set.of("crimson", "burgundy", "maroon", "rust"),
          "purple", Set.of("lavender"),
          "yellow", Set.of("gold", "golden", "sand"),
          "orange", Set.of("rust"),
          "brown", Set.of("tan", "camel", "rust"),
          "grey", Set.of("charcoal", "silver"),
          "gray", Set.of("charcoal", "silver"),
          "white", Set.of("ivory", "cream"));

  private Colours() {}

  static Optional<Integer> named(String word) {
    return Optional.ofNullable(NAMED.get(word));
  }

  /// Whether the two are one colour's name: navy blue, olive green.
  static boolean isKind(String first, String second) {
    return KINDS.getOrDefault(second, Set.of()).contains(first);
  }

  static int scaled(int colour, double by) {
    return channel((colour >> 16 & 255) * by) << 16
        | channel((colour >> 8 & 255) * by) << 8
        | channel((colour & 255) * by);
  }

  static double luma(int colour) {
    return 0.3 * (colour >> 16 & 255) + 0.59 * (colour >> 8 & 255) + 0.11 * (colour & 255);
  }

  static int vivid(int colour, double by) {
    double grey = luma(colour);
    double lift = 1 + 0.12 * (by - 1);
    return channel((grey + ((colour >> 16 & 255) - grey) * by) * lift) << 16
        | channel((grey + ((colour >> 8 & 255) - grey) * by) * lift) << 8
        | channel((grey + ((colour & 255) - grey) * by) * lift);
  }

  private static int channel(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
