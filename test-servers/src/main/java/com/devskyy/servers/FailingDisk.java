package com.devskyy.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file system whose disk fails when told to: what is written is taken, and whoever then waits
/// for the disk is told that it did not get there. Only Linux has it, and only for root. Not for
/// several threads.
public final class FailingDisk implements AutoCloseable {
  private static final int MEBIBYTES = 32;

  private final SmallDisk below;
  private final Path folder;

  private FailingDisk(SmallDisk below, Path folder) {
    this.below = below;
    this.folder = folder;
  }

  /// Makes one.
  ///
  /// @return empty where that is not allowed
  public static Optional<FailingDisk> mount() {
    return SmallDisk.mount(MEBIBYTES + 8)
        .flatMap(
            below -> {
              Optional<FailingDisk> made = on(below);
              if (made.isEmpty()) {
                below.close();
              }
              return made;
            });
  }

  /// The disk is a file without content, which takes up room only as it is written to.
  private static Optional<FailingDisk> on(SmallDisk below) {
    try {
      Path image = below.folder().resolve("image");
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength((long) MEBIBYTES << 20);
      }
      Path folder = Files.createTempDirectory("devskyy-failing-disk-");
      boolean mounted =
          SmallDisk.succeeds("mkfs.ext4", "-q", "-O", "^has_journal", image.toString())
              && SmallDisk.succeeds("mount", "-o", "loop", image.toString(), folder.toString());
      if (!mounted) {
        Files.delete(folder);
        return Optional.empty();
      }
      return Optional.of(new FailingDisk(below, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is.
  public Path folder() {
    return folder;
  }

  /// From now on what is written where nothing has been before does not get to the disk.
  public void fail() throws IOException {
    below.fill();
  }

  /// It works again.
  public void heal() throws IOException {
    below.makeRoom();
  }

  /// Takes it away with all that is on it; whoever uses it has ended.
  @Override
  public void close() {
    try (below) {
      if (SmallDisk.succeeds("umount", "--lazy", folder.toString())) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
