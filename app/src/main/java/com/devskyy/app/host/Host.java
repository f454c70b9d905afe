package com.devskyy.app.host;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What the process got from the operating system. Everything else takes it from here.
///
/// @param program how this program is called, for the commands it prints
/// @param environment the environment's variables
/// @param folder where relative paths start
/// @param in standard input
/// @param out where data goes
/// @param err where everything else goes
/// @param clock the wall clock
/// @param nanos the monotonic clock
/// @param random for ids and jitter
public record Host(
    String program,
    Map<String, String> environment,
    Path folder,
    InputStream in,
    Screen out,
    Screen err,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random) {

  /// The process as it is. The launcher says by system properties how it was called and which
  /// streams are terminals, which Java alone cannot tell apart.
  public static Host system() {
    Map<String, String> environment = System.getenv();
    boolean wanted = wantsRich(environment);
    int width = width(environment);
    return new Host(
        System.getProperty("devskyy.program", "devskyy"),
        environment,
        Path.of("").toAbsolutePath(),
        System.in,
        new Screen(Streams.utf8(FileDescriptor.out), wanted && isTerminal("devskyy.out"), width),
        new Screen(Streams.utf8(FileDescriptor.err), wanted && isTerminal("devskyy.err"), width),
        wallClock(),
        System::nanoTime,
        () -> Chance.SECURE.nextLong());
  }

  /// The wall clock; for tests, set wrong by as much as `-Ddevskyy.clock.skew=PT10M` says.
  private static InstantSource wallClock() {
    return Clock.offset(
        Clock.systemUTC(), Duration.parse(System.getProperty("devskyy.clock.skew", "PT0S")));
  }

  private static boolean wantsRich(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("CLICOLOR", "").equals("0")
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  @SuppressWarnings(
      "SystemConsoleNull") // never null in practice, but the JDK declares that it may be
  private static boolean isTerminal(String property) {
    String said = System.getProperty(property, "");
    if (!said.isEmpty()) {
      return said.equals("terminal");
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int width(Map<String, String> environment) {
    String columns = System.getProperty("devskyy.columns", environment.getOrDefault("COLUMNS", ""));
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 80;
  }

  /// Made when first asked: it takes longer than a command that needs no randomness.
  private static final class Chance {
    static final SecureRandom SECURE = new SecureRandom();
  }
}
