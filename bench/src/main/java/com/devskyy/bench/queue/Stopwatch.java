package com.devskyy.bench.queue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Time and this process's processor time since it was made.
final class Stopwatch {
  private final long start = System.nanoTime();
  private final long cpu = cpuNanos();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  double cpuSeconds() {
    return (cpuNanos() - cpu) / 1e9;
  }

  private static long cpuNanos() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
