package com.devskyy.ml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The one folder below which training data may be read. Immutable; threads may share it.
///
/// Names come from producers and are not trusted: what counts is where a path leads after `..` and
/// symbolic links are resolved. Whoever can write inside the root is trusted not to swap files
/// while they are opened.
public final class DataRoot {
  private final Path root;

  /// Allows what lies below a folder.
  ///
  /// @param folder must exist
  /// @throws IOException if it does not, or is no folder
  public DataRoot(Path folder) throws IOException {
    this.root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new IOException("data root " + folder + " is not a folder");
    }
  }

  /// The real path of an existing, readable file below the root.
  ///
  /// @param field the name of the input field, for the error
  /// @param value as given: relative to the root, or absolute and inside it
  /// @throws InvalidInputException naming field, value and what is allowed
  public Path resolve(String field, String value) {
    try {
      var path = root.resolve(value);
      var exists = Files.exists(path);
      var real = exists ? path.toRealPath() : path.normalize();
      if (!real.startsWith(root)) {
        throw refused(field, value, "it leads outside");
      }
      if (!exists) {
        throw refused(field, value, "there is no such file");
      }
      if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
        throw refused(field, value, "it is not a readable file");
      }
      return real;
    } catch (InvalidPathException e) {
      throw refused(field, value.replace('\0', '?'), "it is not a path");
    } catch (IOException e) {
      throw refused(field, value, "it cannot be read");
    }
  }

  private InvalidInputException refused(String field, String value, String why) {
    return new InvalidInputException(
        "%s must name a file inside the data root %s; was \"%s\": %s"
            .formatted(field, root, value, why));
  }
}
