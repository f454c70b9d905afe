package com.devskyy.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file system whose disk fails when told to: what is written is taken, and whoever then waits
/// for the disk is told that it did not get there. Until the disk is replaced, the system may show
/// what it has taken or forget it. Only Linux has it, and only for root. Not for several threads.
public final class FailingDisk implements AutoCloseable {
  private static final int MEBIBYTES = 32;

  private final SmallDisk below;
  private final String image;
  private final Path folder;

  private FailingDisk(SmallDisk below, Path image, Path folder) {
    this.below = below;
    this.image = image.toString();
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

  /// The disk is a file without content, which takes up room only as it is written to. Its file
  /// system keeps files in large clusters: small ones would make it write, and lose, tables of its
  /// own for where a file's blocks are, and with them what had got to the disk.
  private static Optional<FailingDisk> on(SmallDisk below) {
    try {
      Path image = below.folder().resolve("image");
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength((long) MEBIBYTES << 20);
      }
      Path folder = Files.createTempDirectory("devskyy-failing-disk-");
      var disk = new FailingDisk(below, image, folder);
      boolean mounted =
          SmallDisk.succeeds(
                  "mkfs.ext4", "-q", "-O", "^has_journal,bigalloc", "-C", "1M", disk.image)
              && disk.mountImage();
      if (!mounted) {
        Files.delete(folder);
        return Optional.empty();
      }
      return Optional.of(disk);
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

  /// Puts a working disk in its place, with what had got to the failing one and nothing else, as
  /// after a new start of the machine; whoever used it has ended.
  public void replace() throws IOException {
    String check = "e2fsck -fy \"$0\"; test $? -le 1";
    boolean unmounted = SmallDisk.succeeds("umount", folder.toString());
    below.makeRoom();
    if (!unmounted || !SmallDisk.succeeds("sh", "-c", check, image) || !mountImage()) {
      throw new IOException(folder + " cannot be mounted anew; is a file on it still open?");
    }
  }

  private boolean mountImage() throws IOException {
    return SmallDisk.succeeds("mount", "-o", "loop", image, folder.toString());
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
