package com.devskyy.engine.store;

import org.jspecify.annotations.Nullable;

/// A store could not do what was asked, and did none of it.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String remedy;
  private final boolean logged;

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
  public StoreException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    this(kind, message, remedy, cause, false);
  }

  /// As above, without a cause.
  public StoreException(Kind kind, String message, String remedy) {
    this(kind, message, remedy, null);
  }

  private StoreException(
      Kind kind, String message, String remedy, @Nullable Throwable cause, boolean logged) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
    this.logged = logged;
  }

  /// The same, of a store that has logged it.
  ///
  /// @see #isLogged()
  public StoreException logged() {
    return new StoreException(kind, String.valueOf(getMessage()), remedy, getCause(), true);
  }

  /// What kind of trouble.
  public Kind kind() {
    return kind;
  }

  /// What to do next.
  public String remedy() {
    return remedy;
  }

  /// Whether the store has said in the log that its server does not answer, and will say there when
  /// it does: nobody else needs to.
  public boolean isLogged() {
    return logged;
  }
}
