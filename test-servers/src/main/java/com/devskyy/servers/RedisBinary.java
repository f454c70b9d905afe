package com.devskyy.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which `redis-server` is started: the one that `REDIS_SERVER` names, else the first on the PATH
/// that is not too old, else one that a Maven artifact carries.
final class RedisBinary {
  private static final Map<String, String> CARRIED =
      Map.of(
          "linux/amd64", "redis-server-6.2.6-v5-linux-amd64",
          "linux/aarch64", "redis-server-6.2.7-linux-arm64",
          "mac/x86_64", "redis-server-6.2.6-v5-darwin-amd64",
          "mac/aarch64", "redis-server-6.2.6-v5-darwin-arm64");

  /// What to do when there is none, or it does not run.
  static final String REMEDY =
      "install Redis 6.2 or later, or Valkey (Debian: apt-get install redis-server), or name one by REDIS_SERVER";

  private static final Pattern SAID = Pattern.compile("v=(\\d+)\\.(\\d+)");

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
    Optional<Path> installed = onPath(System.getenv().getOrDefault("PATH", ""));
    return installed.isPresent() ? installed.get() : carried(folder);
  }

  /// The first that stores can be on.
  static Optional<Path> onPath(String path) {
    return Stream.of(path.split(Pattern.quote(java.io.File.pathSeparator), -1))
        .filter(entry -> !entry.isBlank())
        .flatMap(entry -> Stream.of("redis-server", "valkey-server").map(Path.of(entry)::resolve))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .filter(RedisBinary::isServed)
        .findFirst();
  }

  /// Whether it says that it is 6.2 or later. Whatever cannot say so is passed over.
  private static boolean isServed(Path binary) {
    try {
      Process asked =
          new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
      asked.getOutputStream().close();
      String said = new String(asked.getInputStream().readAllBytes(), UTF_8);
      Matcher version = SAID.matcher(said);
      return version.find()
          && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 602;
    } catch (IOException e) {
      return false;
    }
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
        throw new IOException("no redis-server to test with: " + REMEDY);
      }
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
