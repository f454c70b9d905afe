package com.devskyy.app.cli;

import java.util.Locale;

/// How words of a command line are written.
final class Arguments {
  private Arguments() {}

  /// The option for a name in snake case: `user_id` becomes `--user-id`.
  static String flag(String name) {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The word as a shell takes it.
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
