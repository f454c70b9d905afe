package com.devskyy.bench.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// A peer that is a program of Node.js: the scripts below `bench/peers`, with the libraries that
/// npm installs for them, once, in the system's temporary folder.
///
/// A script says `begin`, does what it was asked, and says `end` with the seconds it took and its
/// processor time; at both lines the server is asked for its own. A worker that waits for what
/// another process sends says `ready`, and that process is started.
final class NodePeer {
  private static final String FOLDER = "/peers/";
  private static final String COMMON = "order.mjs";
  private static final String SCRIPT = "peer.mjs";
  private static final String PACKAGE = "package.json";

  private final Contestant contestant;
  private final Spot spot;
  private final Server server;

  /// @param spot the part of the server that is its own
  NodePeer(Contestant contestant, Spot spot, Server server) {
    this.contestant = contestant;
    this.spot = spot;
    this.server = server;
  }

  /// Whether the scripts know a benchmark.
  static boolean does(Benchmark benchmark) {
    return switch (benchmark) {
      case Benchmark.Enqueue _,
          Benchmark.Bulk _,
          Benchmark.Life _,
          Benchmark.Pickup _,
          Benchmark.PickupAcross _ ->
          true;
      case Benchmark.Drain(_, int users) -> users == 0;
      default -> false;
    };
  }

  void run(Benchmark benchmark, Sizes sizes, Figures figures)
      throws IOException, InterruptedException {
    Path home = install();
    try {
      switch (benchmark) {
        case Benchmark.Enqueue() ->
            rate(home, "enqueue", sizes.one(), Measure.ENQUEUE_ONE, figures);
        case Benchmark.Bulk() ->
            rate(home, "bulk", sizes.bulk() / 2, Measure.ENQUEUE_BULK, figures);
        case Benchmark.Drain(int waiting, int users) ->
            rate(home, "drain", sizes.backlog() / 2, Measure.drain(waiting, users), figures);
        case Benchmark.Life() -> rate(home, "life", sizes.bulk() / 2, Measure.LIFE, figures);
        case Benchmark.Pickup() -> pickup(home, "pickup", sizes, PickupRun.IN_PROCESS, figures);
        case Benchmark.PickupAcross() ->
            pickup(home, "receive", sizes, PickupRun.ACROSS_PROCESSES, figures);
        default -> throw new IllegalArgumentException("no script does " + benchmark.name());
      }
    } finally {
      server.remove(spot);
    }
  }

  private void pickup(Path home, String what, Sizes sizes, String where, Figures figures)
      throws IOException, InterruptedException {
    Said said = start(home, what, (int) sizes.pickup().toSeconds());
    for (int percentile : new int[] {50, 99}) {
      figures.add(Measure.pickup(where, percentile), said.of("p" + percentile));
    }
  }

  private void rate(Path home, String what, int tasks, Measure measure, Figures figures)
      throws IOException, InterruptedException {
    Said said = start(home, what, tasks);
    figures.addRate(
        measure,
        tasks,
        new Stopwatch.Reading(said.of("seconds"), said.of("cpu"), said.find("serverCpu")));
    said.find("bytes").ifPresent(bytes -> figures.add(Measure.BYTES, bytes));
  }

  private Said start(Path home, String what, int count) throws IOException, InterruptedException {
    Path node = home.resolve("node_modules/.bin/node");
    Process process =
        new ProcessBuilder(
                Files.exists(node) ? node.toString() : "node",
                SCRIPT,
                spot.url(),
                spot.namespace(),
                what,
                Integer.toString(count))
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Double> said = new HashMap<>();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      Stopwatch watch = new Stopwatch(server);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("begin")) {
          watch = new Stopwatch(server);
        } else if (words[0].equals("end")) {
          watch.read().serverCpuSeconds().ifPresent(used -> said.put("serverCpu", used));
          said.put("seconds", Double.parseDouble(words[1]));
          said.put("cpu", Double.parseDouble(words[2]));
        } else if (words[0].equals("ready")) {
          start(home, "send", count);
        } else if (words.length == 2) {
          said.put(words[0], Double.parseDouble(words[1]));
        }
      }
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s ended with code %d".formatted(contestant.title(), process.exitValue()));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Said(said);
  }

  /// Numbers that a script gave, by name.
  private record Said(Map<String, Double> numbers) {
    double of(String name) {
      return find(name)
          .orElseThrow(() -> new IllegalStateException("the script said nothing of " + name));
    }

    OptionalDouble find(String name) {
      Double number = numbers.get(name);
      return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
  }

  /// @return the folder of its script
  private Path install() throws IOException, InterruptedException {
    String name = contestant == Contestant.BULLMQ ? "bullmq" : "graphile-worker";
    String wanted = text(name + "/" + PACKAGE);
    Path home =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "devskyy-bench-%s-%08x".formatted(name, wanted.hashCode()));
    Files.createDirectories(home);
    copy(COMMON, home.resolve(COMMON));
    copy(name + "/" + SCRIPT, home.resolve(SCRIPT));
    copy(name + "/" + PACKAGE, home.resolve(PACKAGE));
    Path installed = home.resolve("installed");
    if (!Files.exists(installed)) {
      npm(home);
      Files.createFile(installed);
    }
    return home;
  }

  private static void npm(Path home) throws IOException, InterruptedException {
    File log = home.resolve("npm.log").toFile();
    int code;
    try {
      code =
          new ProcessBuilder("npm", "install", "--no-audit", "--no-fund")
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new IOException("there is no npm to install it with", e);
    }
    if (code != 0) {
      throw new IOException("npm could not install it, see " + log);
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream stream = open(resource)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream stream = open(resource)) {
      Files.copy(stream, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = NodePeer.class.getResourceAsStream(FOLDER + resource);
    if (stream == null) {
      throw new IOException("this program was built without " + FOLDER + resource);
    }
    return stream;
  }
}
