package com.devskyy.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisBinaryTest {
  @TempDir private Path folder;

  /// A program that says what it is.
  private Path saying(String in, String name, String said) throws IOException {
    Path file = Files.createDirectories(folder.resolve(in)).resolve(name);
    Files.writeString(file, "#!/bin/sh\necho '%s'\n".formatted(said));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String path(String... folders) {
    return String.join(
        java.io.File.pathSeparator,
        java.util.stream.Stream.of(folders).map(it -> folder.resolve(it).toString()).toList());
  }

  @Test
  void whatIsTooOldOrSaysNoVersionIsPassedOver() throws IOException {
    saying("old", "redis-server", "Redis server v=6.0.16 sha=0:0 malloc=jemalloc bits=64");
    saying("dumb", "redis-server", "no such thing");
    Path oldest = saying("oldest", "redis-server", "Redis server v=6.2.6 sha=0:0 bits=64");
    saying("later", "redis-server", "Redis server v=7.0.15 sha=0:0 bits=64");
    assertThat(RedisBinary.onPath(path("none", "old", "dumb", "oldest", "later"))).contains(oldest);
    assertThat(RedisBinary.onPath(path("old", "dumb"))).isEmpty();
  }

  @Test
  void aValkeyIsTaken() throws IOException {
    Path valkey = saying("valkey", "valkey-server", "Valkey server v=8.0.1 sha=0:0 bits=64");
    assertThat(RedisBinary.onPath(path("valkey"))).contains(valkey);
  }
}
