package com.devskyy.ml.sentiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Turns a text into the hashes of what is in it. Even hashes are of words, odd ones of parts of
/// words.
///
/// Words and pairs of words; three words where a negation opens them; words shortly after a
/// negation, marked so (Das and Chen 2001), as "not ... flattering" is the opposite of
/// "flattering"; words after "but", marked so, as the opinion that counts comes last; the length of
/// the text. Numbers are one word: sizes and heights say little. Parts of words are 4 and 5 letters
/// long, within word bounds, and carry over typing errors and endings.
///
/// Two different features share one of the 2^31 hashes so rarely (about 30 pairs in 500,000) that
/// it does not matter.
final class Features {
  private static final int NEGATION_REACH = 5;
  private static final int LONGEST_PART = 5;
  private static final int SHORTEST_PART = 4;
  private static final Set<String> NEGATIONS =
      Set.of(
          "not", "no", "never", "nor", "neither", "without", "hardly", "barely", "cannot", "isnt",
          "wasnt", "dont", "didnt", "doesnt", "wont", "cant", "couldnt", "wouldnt");
  private static final Set<String> TURNS =
      Set.of("but", "however", "unfortunately", "although", "though");

  private int[] hashes = new int[512];
  private int size;

  private Features() {}

  /// The hashes of one text, ascending, repeated as often as the feature occurs.
  static int[] of(String text, boolean parts) {
    var features = new Features();
    features.words(tokens(text.toLowerCase(Locale.ROOT)), parts);
    var found = Arrays.copyOf(features.hashes, features.size);
    Arrays.sort(found);
    return found;
  }

  static boolean isPart(int hash) {
    return (hash & 1) == 1;
  }

  private void words(List<String> tokens, boolean parts) {
    var words = new ArrayList<String>(tokens.size());
    int negated = 0;
    boolean turned = false;
    for (var token : tokens) {
      char first = token.charAt(0);
      if (!isWordPart(first)) {
        negated = 0;
        turned &= !isEnd(first);
        if (first == '!' || first == '?') {
          words.add(token);
        }
        continue;
      }
      words.add(
          Character.isDigit(first) && token.chars().allMatch(Character::isDigit) ? "#" : token);
      var word = words.getLast();
      if (negated > 0) {
        add("N_", word);
        negated--;
      }
      if (turned) {
        add("B_", word);
      }
      if (isNegation(word)) {
        negated = NEGATION_REACH;
      }
      turned |= TURNS.contains(word);
      if (parts) {
        parts(" " + token + " ");
      }
    }
    add("L_", Integer.toString(Math.min(10, words.size() / 12)));
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      add(word);
      if (i + 1 < words.size()) {
        var next = words.get(i + 1);
        add(word, " ", next);
        if (i + 2 < words.size() && (isNegation(word) || isNegation(next))) {
          add(word, " ", next, " ", words.get(i + 2));
        }
      }
    }
  }

  private static boolean isNegation(String word) {
    return word.endsWith("n't") || NEGATIONS.contains(word);
  }

  private void parts(String word) {
    for (int length = SHORTEST_PART; length <= LONGEST_PART; length++) {
      for (int from = 0; from + length <= word.length(); from++) {
        int hash = SEED;
        for (int i = from; i < from + length; i++) {
          hash = mix(hash, word.charAt(i));
        }
        push(finish(hash) | 1);
      }
    }
  }

  private void add(String... pieces) {
    int hash = SEED;
    for (var piece : pieces) {
      for (int i = 0; i < piece.length(); i++) {
        hash = mix(hash, piece.charAt(i));
      }
    }
    push(finish(hash) & ~1);
  }

  private void push(int hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    hashes[size++] = hash;
  }

  /// Words with inner apostrophes, runs of marks of one kind, nothing else.
  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int from = at;
      char c = text.charAt(at);
      if (isWordPart(c)) {
        while (at < text.length() && (isWordPart(text.charAt(at)) || isInnerApostrophe(text, at))) {
          at++;
        }
        tokens.add(text.substring(from, at).replace('\u2019', '\''));
      } else if (isExclaim(c)) {
        while (at < text.length() && isExclaim(text.charAt(at))) {
          at++;
        }
        tokens.add(text.substring(from, Math.min(at, from + 3)));
      } else {
        if (".,;:()-".indexOf(c) >= 0) {
          tokens.add(String.valueOf(c));
        }
        at++;
      }
    }
    return tokens;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_';
  }

  private static boolean isInnerApostrophe(String text, int at) {
    char c = text.charAt(at);
    return (c == '\'' || c == '\u2019')
        && at + 1 < text.length()
        && isWordPart(text.charAt(at + 1));
  }

  private static boolean isExclaim(char c) {
    return c == '!' || c == '?';
  }

  private static boolean isEnd(char c) {
    return c == '.' || isExclaim(c);
  }

  // 32-bit FNV-1a over UTF-16 units, then MurmurHash3's finaliser, as FNV alone leaves low bits of
  // short strings alike.

  private static final int SEED = 0x811c9dc5;

  private static int mix(int hash, char c) {
    return (hash ^ c) * 0x01000193;
  }

  private static int finish(int hash) {
    int h = hash ^ (hash >>> 16);
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
