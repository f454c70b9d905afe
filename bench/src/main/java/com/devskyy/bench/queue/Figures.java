package com.devskyy.bench.queue;

/// Takes what a run has measured.
@FunctionalInterface
interface Figures {
  void add(Measure measure, double value);

  /// How many tasks a second, and the processor time of each, here and on the server.
  default void addRate(Measure measure, int tasks, Stopwatch.Reading reading) {
    add(measure, tasks / reading.seconds());
    add(Measure.cpu(measure), reading.cpuSeconds() * 1e6 / tasks);
    reading
        .serverCpuSeconds()
        .ifPresent(seconds -> add(Measure.serverCpu(measure), seconds * 1e6 / tasks));
  }
}
