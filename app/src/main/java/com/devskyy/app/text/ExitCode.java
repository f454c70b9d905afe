package com.devskyy.app.text;

/// How the program ends; scripts rely on these numbers.
public final class ExitCode {
  /// Done.
  public static final int OK = 0;

  /// A task or an operation failed.
  public static final int FAILED = 1;

  /// The command, an input or a setting is wrong.
  public static final int USAGE = 2;

  /// The store cannot be reached or refuses.
  public static final int STORE = 3;

  /// Not allowed without a further flag.
  public static final int NOT_ALLOWED = 4;

  /// Waited too long.
  public static final int TIMEOUT = 124;

  /// Stopped by Ctrl-C.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
