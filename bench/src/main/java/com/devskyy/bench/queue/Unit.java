package com.devskyy.bench.queue;

import com.devskyy.bench.run.Series;

/// What a figure counts.
enum Unit {
  PER_SECOND("tasks/s", true),
  CPU_MICROS("µs of CPU per task", false),
  SERVER_CPU_MICROS("µs of server CPU per task", false),
  COMMANDS_PER_SECOND("commands/s", false),
  MILLIS("ms", false),
  BYTES("bytes", false),
  PERCENT("% of a core", false);

  private final String text;
  private final boolean moreIsBetter;

  Unit(String text, boolean moreIsBetter) {
    this.text = text;
    this.moreIsBetter = moreIsBetter;
  }

  String text() {
    return text;
  }

  /// How many times as good the first of two series is, round by round.
  Series factor(Series ours, Series theirs) {
    return moreIsBetter ? ours.over(theirs) : theirs.over(ours);
  }

  /// The better of two values, NaN being none.
  double better(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) ? b : a;
    }
    return moreIsBetter ? Math.max(a, b) : Math.min(a, b);
  }
}
