package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Speaks to Redis as the existing producers and their operators do.
final class Producers {
  private final RedisServer server;
  private final Path folder;

  Producers(RedisServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// A Python that has the package `redis`; empty when there is none.
  static Optional<String> python() throws IOException, InterruptedException {
    for (String each : List.of("/usr/bin/python3", "python3")) {
      try {
        var process =
            new ProcessBuilder(each, "-c", "import redis").redirectErrorStream(true).start();
        if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(each);
        }
      } catch (IOException e) {
        // Not there; the next one may be.
      }
    }
    return Optional.empty();
  }

  /// Calls `producer.py` and answers what it printed.
  String python(String python, String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("producer.py");
    try (var in = Producers.class.getResourceAsStream("producer.py")) {
      Files.write(script, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(python, script.toString(), server.url()));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said.strip();
  }

  /// Types a line as into redis-cli, by the inline protocol, and answers the first line of the
  /// reply.
  String type(String line) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port());
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
      return in.readLine();
    }
  }
}
