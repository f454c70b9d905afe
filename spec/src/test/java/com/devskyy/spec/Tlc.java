package com.devskyy.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.TLC;

/// TLC, in a process of its own as it keeps what it knows in static fields, on `Leases.tla` with
/// the constants of `Leases.cfg` unless told otherwise.
final class Tlc {
  private static final Path MODEL = Path.of("Leases.tla");
  private static final Path SETTINGS = Path.of("Leases.cfg");

  /// Properties of steps and of whole histories; the others are of single states.
  private static final Set<String> TEMPORAL = Set.of("InnocentCountsNoCrash", "EveryTaskEnds");

  private static final Pattern VIOLATED =
      Pattern.compile("Error: (?:Invariant|Action property) (\\w+) is violated");
  private static final Pattern STATES =
      Pattern.compile("(?m)^\\d+ states generated, (\\d+) distinct states found, 0 ");

  private final Path scratch;
  private final Map<String, String> constants = new LinkedHashMap<>();

  /// What became of a run.
  ///
  /// @param violated the property that does not hold, or `Deadlock`; empty when all hold in every
  ///     state
  /// @param states how many different ones there are; 0 when it stopped at a violation
  /// @param output what TLC said, with the steps that lead to a violation
  record Verdict(Optional<String> violated, long states, String output) {}

  /// @param scratch a folder for what it writes
  Tlc(Path scratch) {
    this.scratch = scratch;
  }

  /// With another value for a constant.
  Tlc with(String constant, String value) {
    constants.put(constant, value);
    return this;
  }

  /// Looks at every state there is, or at as many as it takes to find one that breaks a property.
  Verdict check(List<String> properties) {
    try {
      // TLC looks for everything beside the model.
      Files.copy(MODEL, scratch.resolve(MODEL));
      Files.writeString(scratch.resolve(SETTINGS), settings(properties));
      return run(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String settings(List<String> properties) throws IOException {
    String settings =
        Files.readString(SETTINGS).replaceAll("(?m)^(?:INVARIANTS|PROPERTIES) .*\n", "");
    for (var constant : constants.entrySet()) {
      Matcher line =
          Pattern.compile("(?m)^  %s = .*$".formatted(constant.getKey())).matcher(settings);
      settings = line.replaceFirst("  %s = %s".formatted(constant.getKey(), constant.getValue()));
    }
    if (properties.contains("EveryTaskEnds")) {
      // TLC may not take states for the same where it looks at whole histories.
      settings = settings.replace("SYMMETRY Alike\n", "");
    }
    for (String property : properties) {
      settings += (TEMPORAL.contains(property) ? "PROPERTY " : "INVARIANT ") + property + "\n";
    }
    return settings;
  }

  private Verdict run(List<String> properties)
      throws IOException, InterruptedException, URISyntaxException {
    Path said = scratch.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + scratch));
    command.addAll(List.of("-cp", jar(), TLC.class.getName()));
    command.addAll(List.of("-workers", "1", "-metadir", scratch.toString()));
    command.addAll(List.of("-config", SETTINGS.toString(), MODEL.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return verdict(Files.readString(said), properties);
  }

  private static String jar() throws URISyntaxException {
    return Path.of(TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  private static Verdict verdict(String output, List<String> properties) {
    Matcher states = STATES.matcher(output);
    Matcher violated = VIOLATED.matcher(output);
    if (violated.find()) {
      return new Verdict(Optional.of(violated.group(1)), 0, output);
    }
    if (output.contains("Error: Deadlock reached")) {
      return new Verdict(Optional.of("Deadlock"), 0, output);
    }
    if (output.contains("Error: Temporal properties were violated")) {
      return new Verdict(properties.stream().filter(TEMPORAL::contains).findFirst(), 0, output);
    }
    if (output.contains("No error has been found") && states.find()) {
      return new Verdict(Optional.empty(), Long.parseLong(states.group(1)), output);
    }
    throw new IllegalStateException("TLC did not come to an end: " + output);
  }
}
