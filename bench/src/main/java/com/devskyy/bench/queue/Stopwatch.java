package com.devskyy.bench.queue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;

/// Time since it was made, and the processor time of this process and of the server.
final class Stopwatch {
  private final Server server;
  private final OptionalDouble serverCpu;
  private final long cpu = cpuNanos();
  private final long start;

  /// What a watch shows.
  ///
  /// @param seconds of time
  /// @param cpuSeconds of this process
  /// @param serverCpuSeconds of the server, where one can be asked
  record Reading(double seconds, double cpuSeconds, OptionalDouble serverCpuSeconds) {
    /// This and another, one after the other.
    Reading and(Reading other) {
      return new Reading(
          seconds + other.seconds,
          cpuSeconds + other.cpuSeconds,
          serverCpuSeconds.isPresent() && other.serverCpuSeconds.isPresent()
              ? OptionalDouble.of(
                  serverCpuSeconds.getAsDouble() + other.serverCpuSeconds.getAsDouble())
              : OptionalDouble.empty());
    }

    /// The same work, timed from another moment.
    Reading within(double otherSeconds) {
      return new Reading(otherSeconds, cpuSeconds, serverCpuSeconds);
    }
  }

  Stopwatch(Server server) {
    this.server = server;
    serverCpu = server.cpuSeconds();
    start = System.nanoTime();
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  Reading read() {
    double seconds = seconds();
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    OptionalDouble now = server.cpuSeconds();
    return new Reading(
        seconds,
        cpuSeconds,
        now.isPresent() && serverCpu.isPresent()
            ? OptionalDouble.of(now.getAsDouble() - serverCpu.getAsDouble())
            : OptionalDouble.empty());
  }

  private static long cpuNanos() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
