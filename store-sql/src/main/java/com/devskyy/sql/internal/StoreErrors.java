package com.devskyy.sql.internal;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Says in the words of [StoreException] what the database said.
final class StoreErrors {
  private final Path file;
  private final boolean limited;

  /// @param limited whether the file may not grow beyond a limit of its settings
  StoreErrors(Path file, boolean limited) {
    this.file = file;
    this.limited = limited;
  }

  StoreException of(SQLException e) {
    return switch (primaryCode(e)) {
      case SQLITE_FULL -> full(e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          new StoreException(
              Kind.READ_ONLY,
              "%s cannot be written to: %s".formatted(file, e.getMessage()),
              "Make the file and its folder writable for this user.",
              e);
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> damaged(e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StoreException(
              Kind.UNAVAILABLE,
              "%s is being written to by another process for longer than we wait".formatted(file),
              "Try again; if it stays so, find the process that holds the file.",
              e);
      default ->
          new StoreException(
              Kind.UNAVAILABLE,
              "%s failed: %s".formatted(file, e.getMessage()),
              "See the cause; the disk may be failing or the file may have been taken away.",
              e);
    };
  }

  private StoreException full(SQLException e) {
    return new StoreException(
        Kind.FULL,
        "no room for %s: its disk%s is full; nothing was stored"
            .formatted(file, limited ? " or its size limit" : ""),
        limited
            ? "Make room on the disk, purge ended tasks, or raise the store's size limit."
            : "Make room on the disk, or purge ended tasks.",
        e);
  }

  private StoreException damaged(SQLException e) {
    return new StoreException(
        Kind.CORRUPT,
        "%s is damaged: %s".formatted(file, e.getMessage()),
        "Stop every process that uses the store and start one again: after a failure of the disk that"
            + " is enough, as the log is read anew. If the store is still damaged, keep a copy of its"
            + " files and restore the last backup.",
        e);
  }

  /// A commit was made and may not outlive a power failure.
  StoreException unsynced(IOException e) {
    return new StoreException(
        Kind.DISK_FAILED,
        "what was written to %s may not have reached the disk: %s".formatted(file, e),
        "See to the disk, stop every process that uses the store and start them again, then repeat the"
            + " call: what was stored is not stored twice.",
        e);
  }

  /// An earlier commit could not be synced.
  StoreException distrusted(IOException earlier) {
    return new StoreException(
        Kind.DISK_FAILED,
        "%s takes no more changes: its disk failed once (%s), and may now say that what it lost is safe"
            .formatted(file, earlier),
        "See to the disk, then stop every process that uses the store and start them again.",
        earlier);
  }

  StoreException closed() {
    return new StoreException(
        Kind.UNAVAILABLE, "the store %s is closed".formatted(file), "Open it again.");
  }

  /// What a caller shall see of a failure on another thread. A [StoreException] is made anew, with
  /// the caller's stack.
  RuntimeException asThrown(@Nullable Throwable failure) {
    return switch (failure) {
      case SQLException e -> of(e);
      case StoreException e ->
          new StoreException(e.kind(), String.valueOf(e.getMessage()), e.remedy(), e);
      case Error e -> throw e;
      case RuntimeException e -> e;
      case null -> new IllegalStateException("failed without a reason");
      case Throwable e -> new IllegalStateException(e);
    };
  }

  private static SQLiteErrorCode primaryCode(SQLException e) {
    // An extended code has the primary one in its lowest byte.
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }
}
