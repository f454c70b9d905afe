package com.devskyy.providers.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Files below the data root. What counts is where a path leads after `..` and symbolic links are
/// resolved. Whoever can write inside the root is trusted not to swap folders while a file is
/// opened.
final class DataFolder {
  private final Path root;

  DataFolder(Path root) {
    this.root = root;
  }

  byte[] read(Reference reference, Wanted wanted) throws IOException {
    Path file = resolve(reference);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Content.read(in, Files.size(file), reference, wanted);
    }
  }

  private Path resolve(Reference reference) throws IOException {
    Path real = root.toRealPath();
    try {
      Path path = real.resolve(reference.value());
      boolean exists = Files.exists(path);
      Path target = exists ? path.toRealPath() : path.normalize();
      if (!target.startsWith(real)) {
        throw refused(reference, "it leads outside");
      }
      if (!exists) {
        throw refused(reference, "there is no such file");
      }
      if (!Files.isRegularFile(target) || !Files.isReadable(target)) {
        throw refused(reference, "it is not a readable file");
      }
      return target;
    } catch (InvalidPathException e) {
      throw refused(reference, "it is not a path");
    }
  }

  private InputRefusedException refused(Reference reference, String why) {
    return reference.refused(
        "an https URL, a data URI, or a file inside the data root " + root, why);
  }
}
