package com.devskyy.studio.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of a garment a prompt gives which colour.
///
/// A colour belongs to the part that it is said of ("stripes in white"), else to the first part
/// named within three words after it ("deep red cotton drawstrings"), else to the cloth. Nothing
/// belongs together over a comma or the like. "Navy blue" is one colour, "navy white" are two.
final class ColourWords {
  /// Stands for a text in quotation marks.
  static final String QUOTE = "\"";

  /// "Rose gold" is the one colour that needs two words: "rose" alone is the flower.
  private static final Pattern WORD = Pattern.compile("rose[ -]+gold\\b|[a-z]+|" + QUOTE);

  private static final Pattern BREAK = Pattern.compile("[,;.:!?()/&+|–—\\n]");

  /// How many words after a colour its part may be named.
  private static final int REACH = 3;

  /// What comes after one of these is something else.
  private static final Set<String> STOPS = Set.of("with", "and", "on", "in");

  private final List<String> words = new ArrayList<>();

  /// For each word, the number of breaks before it.
  private final List<Integer> clauses = new ArrayList<>();

  /// One colour and where it goes.
  record Colouring(Part part, int colour) {}

  /// @param prompt in lower case, texts in quotation marks replaced by [#QUOTE]
  ColourWords(String prompt) {
    Matcher matcher = WORD.matcher(prompt);
    int clause = 0;
    int end = 0;
    while (matcher.find()) {
      clause += BREAK.matcher(prompt.substring(end, matcher.start())).find() ? 1 : 0;
      end = matcher.end();
      String word = matcher.group();
      words.add(word.startsWith("rose") && word.endsWith("gold") ? "rose gold" : word);
      clauses.add(clause);
    }
  }

  List<String> words() {
    return words;
  }

  List<Colouring> colourings() {
    List<Colouring> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Optional<Integer> colour = Colours.named(words.get(i));
      if (colour.isPresent() && !Colours.isKind(near(i, i - 1), words.get(i))) {
        found.add(new Colouring(part(i), shade(i, colour.get())));
      }
    }
    return found;
  }

  /// The word at a place, if there is one and nothing breaks it off from the one at `from`.
  private String near(int from, int place) {
    boolean together =
        place >= 0 && place < words.size() && clauses.get(place).equals(clauses.get(from));
    return together ? words.get(place) : "";
  }

  private int shade(int i, int colour) {
    return switch (near(i, i - 1)) {
      case "dark", "deep" -> Colours.scaled(colour, 0.66);
      case "light", "pale", "soft" -> Colours.scaled(colour, 1.3);
      case "bright", "neon" -> Colours.vivid(colour, 1.4);
      default -> colour;
    };
  }

  private Part part(int i) {
    return before(i).filter(part -> part != Part.CLOTH).orElseGet(() -> after(i));
  }

  /// The part in "stripes in white", "embroidered in deep red", "a tee that says "OAK" in gold".
  private Optional<Part> before(int i) {
    int in = near(i, i - 1).equals("in") ? i - 1 : i - 2;
    if (!near(i, in).equals("in")) {
      return Optional.empty();
    }
    String word = near(i, in - 1);
    return word.equals(QUOTE) ? Optional.of(Part.ACCENT) : Part.named(word);
  }

  private Part after(int i) {
    boolean quoted = false;
    int from = Colours.isKind(words.get(i), near(i, i + 1)) ? i + 2 : i + 1;
    for (int place = from; place <= i + REACH; place++) {
      String word = near(i, place);
      Optional<Part> named = Part.named(word);
      if (named.isPresent()) {
        return named.get();
      }
      quoted |= word.equals(QUOTE);
      if (word.isEmpty() || STOPS.contains(word) || Colours.named(word).isPresent()) {
        break;
      }
    }
    return quoted ? Part.ACCENT : Part.CLOTH;
  }
}
