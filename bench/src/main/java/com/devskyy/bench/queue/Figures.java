package com.devskyy.bench.queue;

/// Takes what a run has measured.
@FunctionalInterface
interface Figures {
  void add(Measure measure, double value);

  /// How many tasks a second, and the processor time of each.
  default void addRate(Measure measure, int tasks, double seconds, double cpuSeconds) {
    add(measure, tasks / seconds);
    add(Measure.cpu(measure), cpuSeconds * 1e6 / tasks);
  }
}
