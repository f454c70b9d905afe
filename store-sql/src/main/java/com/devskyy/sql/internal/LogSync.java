package com.devskyy.sql.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Waits until everything in the write-ahead log has reached the disk. One thread at a time.
///
/// SQLite keeps the log as the same file for as long as anybody has the database open, and holds no
/// lock on it that closing it here could drop.
final class LogSync implements Syncer.Disk {
  private final Path log;
  private @Nullable FileChannel channel;

  /// @param database the file whose log it is
  LogSync(Path database) {
    log = Path.of(database + "-wal");
  }

  /// An interrupt is kept for later; it would close the file.
  @Override
  public void sync() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          opened().force(false);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted = true;
          Thread.interrupted();
          channel = null;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel known = channel;
    if (known == null) {
      known = FileChannel.open(log, StandardOpenOption.WRITE);
      channel = known;
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
