package com.devskyy.app;

import com.devskyy.app.cli.Cli;
import com.devskyy.app.host.Host;
import com.devskyy.app.host.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs what users run, once each, on a store of its own, and prints nothing. The launcher has
/// the Java machine watch it and keep what it learned (`-XX:AOTCacheOutput`), so that later
/// starts begin with that. Not a command: no user has a use for it.
final class Rehearsal {
  private final Host system = Host.system();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Path folder;
  private final boolean rich;

  private Rehearsal(Path folder, boolean rich) {
    this.folder = folder;
    this.rich = rich;
  }

  /// Plays it twice, for programs and for people.
  ///
  /// @param arguments an empty folder to work in, and the folder for what is worth keeping besides
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path kept = Path.of(arguments[1]);
    for (boolean rich : List.of(false, true)) {
      new Rehearsal(folder, rich).play();
    }
    Files.writeString(kept.resolve("version"), new Rehearsal(folder, false).run("--version"));
    keepNativeLibrary(kept);
    System.exit(0);
  }

  private void play() throws IOException {
    run();
    run("--version");
    run("--help");
    run("run", "--help");
    Files.writeString(folder.resolve("reviews.csv"), run("models", "sample"));
    run("run", "ml_training", "--example", "--timeout", "30s");
    run("run", "ml_prediction", "--example", "--json", "--timeout", "30s");
    String id = run("enqueue", "ml_prediction", "--example", "--delay", "1h").strip();
    run("why", id);
    run("tasks", "list");
    run("tasks", "show", id);
    run("queues", "list");
    run("types", "list");
    run("models", "list");
    run("dlq", "list");
    run("doctor");
    run("no-such-command");
  }

  private String run(String... arguments) {
    printed.reset();
    Cli.run(host(), arguments);
    return printed.toString(StandardCharsets.UTF_8);
  }

  /// The real one, but for its folder, its settings and what it shows.
  private Host host() {
    return new Host(
        system.program(),
        Map.of(),
        folder,
        new ByteArrayInputStream(new byte[0]),
        screen(printed),
        screen(new ByteArrayOutputStream()),
        system.clock(),
        system.nanos(),
        system.random());
  }

  private Screen screen(ByteArrayOutputStream stream) {
    return new Screen(new PrintStream(stream, false, StandardCharsets.UTF_8), rich, 80);
  }

  /// SQLite's driver unpacks its library at every start, into the folder for temporary files, and
  /// deletes it in the end. Unpacked once and kept, it is found by `org.sqlite.lib.path`.
  @SuppressWarnings("restricted")
  private static void keepNativeLibrary(Path kept) throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    try (Stream<Path> unpacked = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      for (Path file : unpacked.filter(path -> path.toString().endsWith(name)).toList()) {
        Path copy = Files.copy(file, kept.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        try {
          System.load(copy.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
          // A folder programs may not be run from.
          Files.delete(copy);
        }
      }
    }
  }
}
