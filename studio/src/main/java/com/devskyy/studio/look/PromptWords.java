package com.devskyy.studio.look;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a prompt says about colours, texts and motifs.
///
/// @param text in quotation marks, for instance `"OAKLAND"`
/// @param plain whether it forbids any print
record PromptWords(
    List<ColourWords.Colouring> colourings,
    Optional<String> text,
    Optional<Motif> motif,
    boolean embroidered,
    boolean plain) {
  /// Longer texts would have letters too small to read.
  private static final int LONGEST_TEXT = 24;

  private static final Pattern QUOTED = Pattern.compile("[\"“”«»]([^\"“”«»]{1,80})[\"“”«»]");

  private static final Pattern NAMES = Pattern.compile("black[ _-]?rose|love[ _-]?hurts|signature");

  private static final Pattern PLAIN =
      Pattern.compile(
          "\\b(no|without( a| any)?) (print|logo|text|graphic|embroidery)|\\bplain\\b|\\bblank\\b");

  static PromptWords read(String prompt) {
    Matcher quoted = QUOTED.matcher(prompt);
    Optional<String> text =
        quoted.find()
            ? Optional.of(quoted.group(1).strip())
                .map(t -> t.substring(0, Math.min(t.length(), LONGEST_TEXT)))
            : Optional.empty();
    String rest = quoted.reset().replaceAll(" " + ColourWords.QUOTE + " ").toLowerCase(Locale.ROOT);
    // Names of collections are neither colours nor flowers.
    var words = new ColourWords(NAMES.matcher(rest).replaceAll(" collection "));
    return new PromptWords(
        words.colourings(),
        text.filter(t -> !t.isEmpty()),
        motif(words.words()),
        rest.contains("embroider") || rest.contains("stitched logo"),
        PLAIN.matcher(rest).find());
  }

  private static Optional<Motif> motif(List<String> words) {
    if (words.contains("roses") || words.contains("rose") || words.contains("floral")) {
      return Optional.of(Motif.ROSE);
    }
    if (words.contains("heart") || words.contains("hearts")) {
      return Optional.of(Motif.HEART);
    }
    return words.contains("star") ? Optional.of(Motif.STAR) : Optional.empty();
  }

  /// Cloth first: it sets the parts that follow it, which may then have colours of their own.
  Palette colour(Palette palette) {
    Palette coloured = palette;
    for (boolean cloth : new boolean[] {true, false}) {
      for (ColourWords.Colouring each : colourings) {
        if (cloth == (each.part() == Part.CLOTH)) {
          coloured = each.part().coloured(coloured, each.colour());
        }
      }
    }
    return coloured;
  }
}
