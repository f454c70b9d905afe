package com.devskyy.studio.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a prompt says about colours, texts and motifs. A colour belongs to the first thing named
/// within three words after it ("deep red cotton drawstrings"), else to the cloth.
///
/// @param text in quotation marks, for instance `"OAKLAND"`
/// @param plain whether it forbids any print
record PromptWords(
    List<Colouring> colourings,
    Optional<String> text,
    Optional<Motif> motif,
    boolean embroidered,
    boolean plain) {
  /// Longer texts would have letters too small to read.
  private static final int LONGEST_TEXT = 24;

  private static final Pattern QUOTED = Pattern.compile("[\"“”«»]([^\"“”«»]{1,80})[\"“”«»]");

  /// Names of collections are no colours.
  private static final Pattern NAMES = Pattern.compile("black[ _-]?rose|love[ _-]?hurts|signature");

  private static final Pattern PLAIN =
      Pattern.compile(
          "\\b(no|without( a| any)?) (print|logo|text|graphic|embroidery)|\\bplain\\b|\\bblank\\b");

  private static final Set<String> ACCENT =
      Set.of(
          "embroidery",
          "embroidered",
          "print",
          "printed",
          "logo",
          "text",
          "lettering",
          "letters",
          "graphic",
          "rose",
          "roses",
          "heart",
          "star",
          "motif",
          "patch",
          "emblem",
          "details",
          "accents",
          "accent");
  private static final Set<String> CORD =
      Set.of("drawstring", "drawstrings", "cord", "cords", "string", "strings", "laces");
  private static final Set<String> METAL =
      Set.of(
          "zip", "zipper", "zippers", "button", "buttons", "eyelets", "hardware", "metal", "snaps");
  private static final Set<String> RIB =
      Set.of(
          "rib",
          "ribs",
          "ribbing",
          "ribbed",
          "cuff",
          "cuffs",
          "collar",
          "hem",
          "waistband",
          "brim",
          "visor",
          "trim",
          "trims",
          "trimmings");
  private static final Set<String> THREAD =
      Set.of("stitch", "stitches", "stitching", "seam", "seams", "thread", "topstitching");
  private static final Set<String> STRIPE =
      Set.of("stripe", "stripes", "striped", "panel", "panels", "piping");
  private static final Set<String> LINING = Set.of("lining", "lined", "inside", "interior");

  private static final Set<String> STOPS =
      Set.of(
          "tee",
          "shirt",
          "tshirt",
          "hoodie",
          "sweatshirt",
          "bomber",
          "jacket",
          "pants",
          "shorts",
          "cap",
          "hat",
          "beanie",
          "with",
          "and",
          "on",
          "in");

  record Colouring(int colour, BiFunction<Palette, Integer, Palette> part) {}

  static PromptWords read(String prompt) {
    Matcher quoted = QUOTED.matcher(prompt);
    Optional<String> text =
        quoted.find()
            ? Optional.of(quoted.group(1).strip())
                .map(t -> t.substring(0, Math.min(t.length(), LONGEST_TEXT)))
            : Optional.empty();
    String rest = quoted.reset().replaceAll(" ").toLowerCase(Locale.ROOT);
    boolean plain = PLAIN.matcher(rest).find();
    String unnamed = NAMES.matcher(rest).replaceAll(" ");
    String[] words = unnamed.split("[^a-z]+", -1);
    return new PromptWords(
        colourings(words),
        text.filter(t -> !t.isEmpty()),
        motif(Set.of(distinct(words))),
        rest.contains("embroider") || rest.contains("stitched logo"),
        plain);
  }

  private static String[] distinct(String[] words) {
    return Arrays.stream(words).distinct().toArray(String[]::new);
  }

  private static Optional<Motif> motif(Set<String> words) {
    if (words.contains("roses") || words.contains("rose") || words.contains("floral")) {
      return Optional.of(Motif.ROSE);
    }
    if (words.contains("heart") || words.contains("hearts")) {
      return Optional.of(Motif.HEART);
    }
    return words.contains("star") ? Optional.of(Motif.STAR) : Optional.empty();
  }

  /// Of two colours in a row the first says which the second is: navy blue, olive green.
  private static List<Colouring> colourings(String[] words) {
    List<Colouring> found = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      // "rose" alone is the flower; "rose embroidery" too; only "rose gold" and the like are
      // colours.
      Optional<Integer> colour =
          words[i].equals("rose") ? Optional.empty() : Colours.named(words[i]);
      boolean second = i > 0 && Colours.named(words[i - 1]).isPresent();
      if (colour.isPresent() && !second) {
        found.add(new Colouring(shade(words, i, colour.get()), part(words, i + 1)));
      }
    }
    return found;
  }

  private static int shade(String[] words, int i, int colour) {
    String before = i > 0 ? words[i - 1] : "";
    return switch (before) {
      case "dark", "deep" -> Colours.scaled(colour, 0.66);
      case "light", "pale", "soft" -> Colours.scaled(colour, 1.3);
      case "bright", "neon" -> Colours.vivid(colour, 1.4);
      default -> colour;
    };
  }

  private static BiFunction<Palette, Integer, Palette> part(String[] words, int from) {
    for (int i = from; i < Math.min(words.length, from + 3); i++) {
      String word = words[i];
      if (ACCENT.contains(word)) {
        return Palette::withAccent;
      } else if (CORD.contains(word)) {
        return Palette::withCord;
      } else if (METAL.contains(word)) {
        return Palette::withMetal;
      } else if (RIB.contains(word)) {
        return Palette::withRib;
      } else if (THREAD.contains(word)) {
        return Palette::withThread;
      } else if (STRIPE.contains(word)) {
        return Palette::withStripe;
      } else if (LINING.contains(word)) {
        return Palette::withLining;
      } else if (STOPS.contains(word) || (i > from && Colours.named(word).isPresent())) {
        break;
      }
    }
    return Palette::withCloth;
  }

  /// Cloth first: it sets the parts that follow it, which may then have colours of their own.
  Palette colour(Palette palette) {
    Palette coloured = palette;
    for (Colouring each : colourings) {
      Palette tried = each.part.apply(palette, each.colour);
      if (tried.cloth() != palette.cloth()) {
        coloured = each.part.apply(coloured, each.colour);
      }
    }
    for (Colouring each : colourings) {
      if (each.part.apply(palette, each.colour).cloth() == palette.cloth()) {
        coloured = each.part.apply(coloured, each.colour);
      }
    }
    return coloured;
  }
}
