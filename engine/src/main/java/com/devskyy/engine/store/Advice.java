package com.devskyy.engine.store;

import java.util.Optional;

/// What somebody who runs the server behind a store should know.
///
/// @param grade how it counts
/// @param subject what was looked at, in one or two words
/// @param said what was found, with its value and what follows from it
/// @param remedy what to change; present unless all is well
public record Advice(Grade grade, String subject, String said, Optional<String> remedy) {
  /// How it counts.
  public enum Grade {
    /// As it should be.
    OK,
    /// Worth knowing: it works, with a risk that is said.
    NOTE,
    /// Tasks can be lost or work will stop.
    BAD
  }

  /// All is well.
  public static Advice ok(String subject, String said) {
    return new Advice(Grade.OK, subject, said, Optional.empty());
  }

  /// Worth knowing.
  public static Advice note(String subject, String said, String remedy) {
    return new Advice(Grade.NOTE, subject, said, Optional.of(remedy));
  }

  /// Must be changed.
  public static Advice bad(String subject, String said, String remedy) {
    return new Advice(Grade.BAD, subject, said, Optional.of(remedy));
  }
}
