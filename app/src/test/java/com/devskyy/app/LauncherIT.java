package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher keeps to start faster, in a folder as a release has it: the program
/// without its sources.
final class LauncherIT {
  /// Far above the few seconds it takes: it is made with the lowest priority.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private Path home;
  private Path launcher;
  private Path target;
  private Path kept;

  @BeforeEach
  void makeRelease() throws IOException {
    // A blank, as folders of people have them.
    home = Files.createDirectory(folder.resolve("a release"));
    launcher = Files.copy(Path.of("../devskyy"), home.resolve("devskyy"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    target = Files.createDirectories(home.resolve("app/target"));
    kept = target.resolve("start");
    Files.copy(Path.of("target/devskyy.jar"), target.resolve("devskyy.jar"));
    Path lib = Files.createDirectory(target.resolve("lib"));
    for (Path jar : list(Path.of("target/lib"))) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
  }

  @Test
  void whatIsMadeIsUsedAndNothingElseIsLeft() throws IOException {
    Program.Ended made = launch("--make-cache");
    assertThat(made).returns(0, Program.Ended::exitCode).returns("", this::said);
    assertThat(names(kept)).contains("program.aot", "stamp", System.mapLibraryName("sqlitejdbc"));
    assertThat(names(target)).containsExactlyInAnyOrder("devskyy.jar", "lib", "start");
    assertThat(names(folder)).containsExactly("a release");
    Program.Ended used =
        program()
            .with("DEVSKYY_JAVA_OPTS", "-XX:AOTMode=on -Xlog:library=info")
            .launch(launcher, "enqueue", "ml_training", "--example");
    assertThat(used.exitCode()).as(said(used)).isZero();
    assertThat(used.out())
        .contains("Loaded library " + kept.resolve(System.mapLibraryName("sqlitejdbc")));
    assertThat(launch("--version")).isEqualTo(launchPlain("--version"));
    assertThat(launch("types", "list")).isEqualTo(launchPlain("types", "list"));
  }

  @Test
  void itIsMadeAtFirstUseAndAgainWhenItOrTheProgramChanged() throws Exception {
    assertThat(launch("--version")).isEqualTo(launchPlain("--version"));
    awaitNewerThan(FileTime.fromMillis(0));

    FileTime first = Files.getLastModifiedTime(kept.resolve("stamp"));
    Files.writeString(kept.resolve("program.aot"), "damaged");
    assertThat(launch("types", "list")).isEqualTo(launchPlain("types", "list"));
    awaitNewerThan(first);

    FileTime second = Files.getLastModifiedTime(kept.resolve("stamp"));
    Files.setLastModifiedTime(target.resolve("devskyy.jar"), FileTime.from(Instant.now()));
    assertThat(launch("types", "list")).isEqualTo(launchPlain("types", "list"));
    awaitNewerThan(second);
  }

  @Test
  void aCacheThatDoesNotFitIsNotSpokenOf() {
    assertThat(launch("--make-cache").exitCode()).isZero();
    // Cannot be loaded by a machine whose references are wider.
    Program.Ended other =
        program()
            .with("DEVSKYY_JAVA_OPTS", "-XX:-UseCompressedOops")
            .launch(launcher, "types", "list");
    assertThat(same(other)).isEqualTo(launchPlain("types", "list"));
    // Java refuses to start with two.
    Program.Ended own =
        program().with("DEVSKYY_JAVA_OPTS", "-Xshare:auto").launch(launcher, "types", "list");
    assertThat(same(own)).isEqualTo(launchPlain("types", "list"));
  }

  @Test
  void switchedOffItKeepsNothing() throws IOException {
    assertThat(launchPlain("--version").out()).startsWith("devskyy ");
    assertThat(names(target)).containsExactlyInAnyOrder("devskyy.jar", "lib");
  }

  private Program program() {
    return new Program(folder).with("JAVA_HOME", System.getProperty("java.home"));
  }

  private Program.Ended launch(String... arguments) {
    return same(program().launch(launcher, arguments));
  }

  private Program.Ended launchPlain(String... arguments) {
    return same(program().with("DEVSKYY_AOT", "off").launch(launcher, arguments));
  }

  /// Without the time it took, to be compared.
  private static Program.Ended same(Program.Ended ended) {
    return new Program.Ended(ended.exitCode(), ended.out(), ended.err(), Duration.ZERO);
  }

  private String said(Program.Ended ended) {
    return ended.out() + ended.err();
  }

  private void awaitNewerThan(FileTime before) throws Exception {
    Path stamp = kept.resolve("stamp");
    Lookout.onFiles(
        target,
        PATIENCE,
        "there is a stamp newer than " + before,
        () -> isNewer(stamp, before) && !Files.exists(target.resolve("start.lock")));
    assertThat(Files.size(kept.resolve("program.aot"))).isGreaterThan(1 << 20);
  }

  private static boolean isNewer(Path stamp, FileTime before) {
    try {
      return Files.getLastModifiedTime(stamp).compareTo(before) > 0;
    } catch (IOException e) {
      // Not made yet, or just being replaced.
      return false;
    }
  }

  private static List<String> names(Path path) throws IOException {
    return list(path).stream().map(file -> file.getFileName().toString()).toList();
  }

  private static List<Path> list(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }
}
