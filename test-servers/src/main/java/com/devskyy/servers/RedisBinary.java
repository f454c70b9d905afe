package com.devskyy.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which `redis-server` is started: the one that `REDIS_SERVER` names, else that on the PATH, else
/// one that a Maven artifact carries.
final class RedisBinary {
  private static final Map<String, String> CARRIED =
      Map.of(
          "linux/amd64", "redis-server-6.2.6-v5-linux-amd64",
          "linux/aarch64", "redis-server-6.2.7-linux-arm64",
          "mac/x86_64", "redis-server-6.2.6-v5-darwin-amd64",
          "mac/aarch64", "redis-server-6.2.6-v5-darwin-arm64");

  private RedisBinary() {}

  /// @param folder where a carried one is unpacked
  /// @throws IOException saying what to install when there is none
  static Path find(Path folder) throws IOException {
    String named = System.getenv("REDIS_SERVER");
    if (named != null && !named.isBlank()) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IOException(
            "REDIS_SERVER names %s, which is no program that can be run".formatted(named));
      }
      return Path.of(named);
    }
    Optional<Path> installed = onPath();
    return installed.isPresent() ? installed.get() : carried(folder);
  }

  private static Optional<Path> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(java.io.File.pathSeparator), -1))
        .filter(entry -> !entry.isBlank())
        .flatMap(entry -> Stream.of("redis-server", "valkey-server").map(Path.of(entry)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Unpacks the one for this system.
  static Path carried(Path folder) throws IOException {
    String system =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "mac"
            : "linux";
    String name =
        CARRIED.getOrDefault(system + "/" + System.getProperty("os.arch", ""), "none for it");
    Path file = folder.resolve("redis-server");
    try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException(
            "no redis-server to test with: install one (Debian: apt-get install redis-server), or name one by REDIS_SERVER");
      }
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
