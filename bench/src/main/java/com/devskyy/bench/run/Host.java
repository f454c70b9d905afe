package com.devskyy.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The computer that measures.
public record Host(String processor, int cores, String java) {
  public static Host here() throws IOException {
    return new Host(
        processorName(), Runtime.getRuntime().availableProcessors(), Runtime.version().toString());
  }

  /// How many processes wanted a core in the last minute, on average; negative where nobody knows.
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processorName() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    if (Files.isReadable(facts)) {
      for (String line : Files.readAllLines(facts)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
