package com.devskyy.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Starts what refuses to be started by root: by `setpriv`, as the user `nobody`.
final class Nobody {
  private Nobody() {}

  static boolean isNeeded() {
    return "root".equals(System.getProperty("user.name"));
  }

  /// A command as it is to be started here.
  static List<String> runs(List<String> command) {
    return isNeeded()
        ? runs(command, System.getenv().getOrDefault("PATH", ""))
        : List.copyOf(command);
  }

  /// @param path where programs are looked for
  /// @throws IllegalStateException saying what to install when it cannot be
  static List<String> runs(List<String> command, String path) {
    boolean installed =
        Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
            .filter(entry -> !entry.isBlank())
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "setpriv")));
    if (!installed) {
      throw new IllegalStateException(
          "%s refuses to be run by root, and there is no setpriv to run it as nobody: install it"
                  .formatted(Path.of(command.getFirst()).getFileName())
              + " (Debian: apt-get install util-linux), or run the tests as another user");
    }
    var whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    whole.addAll(command);
    return whole;
  }
}
