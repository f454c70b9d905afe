package com.devskyy.engine.store;

/// A store could not do what was asked, and did none of it.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String remedy;

  /// What kind of trouble.
  public enum Kind {
    /// Not reachable, busy beyond patience, or closed; may pass.
    UNAVAILABLE,
    /// No room; may pass once room is made.
    FULL,
    /// Cannot be written to.
    READ_ONLY,
    /// Its disk failed once: takes no more changes until it is opened again.
    DISK_FAILED,
    /// What is stored is damaged.
    CORRUPT,
    /// Written by a newer version of this program.
    NEWER_FORMAT
  }

  /// @param message what failed, with the value, and why
  /// @param remedy what to do next, as a sentence or a command
  public StoreException(Kind kind, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /// As above, without a cause.
  public StoreException(Kind kind, String message, String remedy) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }

  /// What kind of trouble.
  public Kind kind() {
    return kind;
  }

  /// What to do next.
  public String remedy() {
    return remedy;
  }
}
