package com.devskyy.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/// Files on their way that were left behind by processes that were killed.
public final class Leftovers {
  /// A file that is written to changes its time with every piece, and one that is whole leaves
  /// within minutes, moved or uploaded. Nobody who lives leaves one alone for a day; less might be
  /// a machine that was suspended in the middle.
  static final Duration DEAD = Duration.ofDays(1);

  private Leftovers() {}

  /// Removes them from a folder; not from the folders in it. What cannot be removed stays.
  ///
  /// @param prefix of the names of files on their way, without characters that a glob knows
  /// @param fresh a file of that folder that was just written: what time it is there
  public static void remove(Path folder, String prefix, Path fresh) {
    try {
      Instant dead = Files.getLastModifiedTime(fresh).toInstant().minus(DEAD);
      try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
        for (Path file : files) {
          if (Files.getLastModifiedTime(file).compareTo(FileTime.from(dead)) < 0) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another process removes them too, or this one may not: nobody's artifact fails for that.
    }
  }
}
