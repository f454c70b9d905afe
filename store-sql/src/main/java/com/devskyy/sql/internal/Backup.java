package com.devskyy.sql.internal;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Copies a database as it is at one moment, while others write to it.
///
/// On a connection of its own, which reads one snapshot and keeps nobody from writing. Copying the
/// files instead would not do: the database and its log change while they are read, and not
/// together.
final class Backup {
  private final Path file;
  private final StoreErrors errors;

  Backup(Path file, StoreErrors errors) {
    this.file = file;
    this.errors = errors;
  }

  /// Writes the copy beside the target first, so that what has the target's name is whole.
  void write(Path target) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.deleteIfExists(part);
      copy(part);
      // SQLite leaves the copy to the operating system.
      sync(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      discard(part);
      throw errors.of(e);
    } catch (IOException e) {
      discard(part);
      throw new StoreException(
          Kind.UNAVAILABLE,
          "the copy %s cannot be written: %s".formatted(target, e),
          "Choose another place for the copy.",
          e);
    }
  }

  private void copy(Path part) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, part.toString());
      vacuum.execute();
    }
  }

  private static void sync(Path part) throws IOException {
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // What made us give up is what the caller must hear.
    }
  }
}
