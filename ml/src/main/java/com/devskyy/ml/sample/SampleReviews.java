package com.devskyy.ml.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Writes made-up fashion reviews with labels, as CSV with the columns `text,label`.
///
/// A review has an opinion from -3 to 3 and a few clauses about fit, fabric, colour and so on that
/// lean its way: the closer to the middle, the more of them contradict each other. Praise is often
/// said by negating a complaint and a complaint by negating praise, so that single words mislead.
/// Reviews in the middle are labelled by a toss, and a few labels are simply wrong, as with people:
/// no honest model reaches an accuracy of 1. Stateless.
public final class SampleReviews {
  /// Rows and seed of the resource `reviews.csv`.
  public static final int ROWS = 3_000;

  public static final long SEED = 2026;

  /// Share of labels that are turned round at the end.
  private static final double WRONG_LABELS = 0.03;

  private static final List<String> GARMENTS =
      List.of(
          "dress",
          "blouse",
          "sweater",
          "cardigan",
          "skirt",
          "jacket",
          "coat",
          "shirt",
          "jumpsuit",
          "tee",
          "tunic",
          "pair of jeans",
          "romper",
          "vest",
          "kimono");

  private static final List<String> OCCASIONS =
      List.of(
          "for a wedding",
          "for work",
          "for the weekend",
          "on sale",
          "as a gift",
          "in my usual size",
          "in petite",
          "in two colors",
          "after reading the reviews",
          "for a trip to the coast",
          "online",
          "in the store");

  /// What can be said of one side of a garment. A noun phrase, then adjectives for and against.
  private record Aspect(List<String> subjects, List<String> good, List<String> bad) {}

  private static final List<Aspect> ASPECTS =
      List.of(
          new Aspect(
              List.of("the fit", "the cut", "the shape", "the waist"),
              List.of(
                  "flattering", "spot on", "perfect", "forgiving", "true to size", "just right"),
              List.of(
                  "boxy",
                  "off",
                  "unflattering",
                  "strange",
                  "way too big",
                  "tight in all the wrong places")),
          new Aspect(
              List.of("the fabric", "the material", "the knit", "the cotton"),
              List.of(
                  "soft",
                  "thick enough",
                  "substantial",
                  "lovely to touch",
                  "breathable",
                  "luxurious"),
              List.of("scratchy", "thin", "see-through", "stiff", "cheap", "clingy")),
          new Aspect(
              List.of("the color", "the print", "the pattern", "the shade"),
              List.of("gorgeous", "vivid", "rich", "even prettier in person", "lovely", "elegant"),
              List.of(
                  "dull",
                  "washed out",
                  "nothing like the photo",
                  "garish",
                  "muddy",
                  "faded after one wash")),
          new Aspect(
              List.of("the stitching", "the quality", "the zipper", "the lining", "the hem"),
              List.of("well made", "sturdy", "neat", "impressive", "solid", "beautifully finished"),
              List.of("sloppy", "poor", "already broken", "uneven", "coming apart", "flimsy")),
          new Aspect(
              List.of("the length", "the sleeve", "the neckline", "the drape"),
              List.of(
                  "ideal",
                  "flattering",
                  "comfortable",
                  "graceful",
                  "exactly as shown",
                  "modest enough for work"),
              List.of("awkward", "too short", "too long", "unwearable", "bulky", "odd")),
          new Aspect(
              List.of("the price", "the value"),
              List.of("fair", "great", "better than expected", "worth it", "a pleasant surprise"),
              List.of("outrageous", "disappointing", "a letdown", "hard to justify", "silly")),
          new Aspect(
              List.of("the delivery", "the service", "the packaging"),
              List.of("quick", "careful", "quick and easy", "friendly", "better than expected"),
              List.of("slow", "careless", "rude", "a letdown", "not what was promised")));

  private static final List<String> PRAISE =
      List.of(
          "I love it",
          "I get compliments every time",
          "I would buy it again",
          "it is my new favorite",
          "I reach for it every week",
          "so glad I ordered it",
          "my sister wants one too",
          "it went straight to my favorites");

  private static final List<String> BLAME =
      List.of(
          "it is going back",
          "I returned it the same day",
          "save your money",
          "I wanted to love it",
          "I expected more",
          "it sits in my closet",
          "so sad about this one",
          "I would return it if I had kept the tags");

  /// Said by anyone: carries no opinion.
  private static final List<String> NEUTRAL =
      List.of(
          "I am 5'4\" and wear a size 6",
          "I ordered the medium",
          "it arrived on a Tuesday",
          "it comes in three colors",
          "I wore it with boots",
          "my daughter is taller than I am",
          "it has two pockets",
          "I usually wear a small");

  private static final List<String> SOFTENERS = List.of("really ", "very ", "so ", "", "", "");

  private SampleReviews() {}

  /// The CSV, header first, lines ended by `\n`; equal for equal arguments, and no text occurs
  /// twice.
  public static String csv(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var labels = new LinkedHashMap<String, String>();
    while (labels.size() < rows) {
      // About two of three reviews are favourable, as shops see it; one of twelve is neither.
      int strength = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(3);
      int opinion = random.nextInt(3) == 0 ? -strength : strength;
      boolean favourable = opinion == 0 ? random.nextBoolean() : opinion > 0;
      if (random.nextDouble() < WRONG_LABELS) {
        favourable = !favourable;
      }
      labels.putIfAbsent(review(opinion, random), favourable ? "positive" : "negative");
    }
    var csv = new StringBuilder("text,label\n");
    labels.forEach(
        (text, label) ->
            csv.append('"')
                .append(text.replace("\"", "\"\""))
                .append("\",")
                .append(label)
                .append('\n'));
    return csv.toString();
  }

  private static String review(int opinion, RandomGenerator random) {
    var text = new StringBuilder();
    if (random.nextInt(3) > 0) {
      sentence(
          text, "I bought this " + pick(GARMENTS, random) + " " + pick(OCCASIONS, random), random);
    }
    int clauses = 2 + random.nextInt(3);
    // 0.5 in the middle, 0.8 to 0.96 towards the ends
    double favourable = 0.5 + Integer.signum(opinion) * (0.22 + 0.08 * Math.abs(opinion));
    for (int i = 0; i < clauses; i++) {
      boolean good = random.nextDouble() < favourable;
      boolean turn = random.nextInt(5) == 0;
      var clause = clause(good, random);
      sentence(text, turn ? clause(!good, random) + ", but " + clause : clause, random);
    }
    if (random.nextInt(3) == 0) {
      sentence(text, pick(NEUTRAL, random), random);
    }
    if (random.nextInt(3) == 0) {
      sentence(text, pick(random.nextDouble() < favourable ? PRAISE : BLAME, random), random);
    }
    return text.toString();
  }

  private static String clause(boolean good, RandomGenerator random) {
    var aspect = pick(ASPECTS, random);
    var subject = pick(aspect.subjects, random);
    var right = pick(good ? aspect.good : aspect.bad, random);
    var opposite = pick(good ? aspect.bad : aspect.good, random);
    // Phrases take neither "not" nor "very".
    boolean single = opposite.indexOf(' ') < 0;
    int form = random.nextInt(8);
    if (form <= 1 && single) {
      return subject + pick(List.of(" is not ", " is never ", " isn't "), random) + opposite;
    }
    if (form == 2) {
      return (good ? "I like that " : "I don't like that ") + subject + " is " + right;
    }
    return subject + " is " + (right.indexOf(' ') < 0 ? pick(SOFTENERS, random) : "") + right;
  }

  private static void sentence(StringBuilder text, String words, RandomGenerator random) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(words.substring(0, 1).toUpperCase(Locale.ROOT))
        .append(words.substring(1))
        .append(random.nextInt(6) == 0 ? '!' : '.');
  }

  private static <T> T pick(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
