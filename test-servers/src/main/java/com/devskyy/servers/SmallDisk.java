package com.devskyy.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A file system of its own that is soon full, in memory. Only Linux has it, and only for root. Not
/// for several threads.
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 64 << 10;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// Makes one.
  ///
  /// @return empty where that is not allowed
  public static Optional<SmallDisk> mount(int mebibytes) {
    try {
      Path folder = Files.createTempDirectory("devskyy-small-disk-");
      String options = "size=%dm".formatted(mebibytes);
      if (!succeeds("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())) {
        Files.delete(folder);
        return Optional.empty();
      }
      return Optional.of(new SmallDisk(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is.
  public Path folder() {
    return folder;
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  /// Takes all the room there is.
  public void fill() throws IOException {
    for (int size = CHUNK; size > 0; size /= 16) {
      try (OutputStream out =
          Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[size]);
        }
      } catch (IOException e) {
        // Not even so much is left.
      }
    }
  }

  /// Gives back what [#fill()] took.
  public void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  /// Takes it away with all that is on it; whoever uses it has ended.
  @Override
  public void close() {
    try {
      if (succeeds("umount", "--lazy", folder.toString())) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean succeeds(String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      // The system has no such command.
      return false;
    }
    try {
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
