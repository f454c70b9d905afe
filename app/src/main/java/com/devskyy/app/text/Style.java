package com.devskyy.app.text;

/// What a piece of text means. Colours are the terminal's own sixteen, so that they suit a dark and
/// a light background alike.
public enum Style {
  /// Running text.
  PLAIN(""),
  /// What is looked for first.
  STRONG("1"),
  /// Secondary text.
  QUIET("2"),
  /// Completed.
  GOOD("36"),
  /// Processing.
  BUSY("34"),
  /// Retrying, or worth a look.
  ATTENTION("33"),
  /// Failed.
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /// The text in this style, with escape sequences.
  public String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
