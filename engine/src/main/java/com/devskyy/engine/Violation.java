package com.devskyy.engine;

/// One thing that is wrong with an input.
///
/// @param field path of the field, as in `items[2].style`; empty for the whole input
/// @param rule what it must be, as in `must be one of realistic, cartoon, anime, low-poly`
/// @param given what was given, as short JSON text; empty when the field is missing
public record Violation(String field, String rule, String given) {
  /// As people read it: `style must be one of realistic, cartoon; was "photo"`.
  public String sentence() {
    String subject = field.isEmpty() ? "the input" : field;
    return given.isEmpty() ? subject + " " + rule : subject + " " + rule + "; was " + given;
  }
}
