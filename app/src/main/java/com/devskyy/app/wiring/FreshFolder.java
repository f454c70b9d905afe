package com.devskyy.app.wiring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of one's own under `data/` of another: `data/demo-1`, `data/demo-2` and so on.
public final class FreshFolder {
  private FreshFolder() {}

  /// Makes the first that nobody has.
  ///
  /// @param base where `data/` stands, or is made
  /// @return relative to the base
  public static String below(Path base, String name) throws IOException {
    Path data = Files.createDirectories(base.resolve("data"));
    for (int n = 1; ; n++) {
      String own = "%s-%d".formatted(name, n);
      try {
        Files.createDirectory(data.resolve(own));
        return "data/" + own;
      } catch (FileAlreadyExistsException e) {
        // Taken by an earlier one, which is kept.
      }
    }
  }
}
