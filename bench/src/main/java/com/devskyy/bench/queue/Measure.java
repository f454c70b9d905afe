package com.devskyy.bench.queue;

/// What one line of the table measures.
///
/// @param name for people, and by which targets find it
record Measure(String name, Unit unit) {
  static final Measure ENQUEUE_ONE = new Measure("enqueue one by one, 1 thread", Unit.PER_SECOND);
  static final Measure ENQUEUE_THREADS =
      new Measure("enqueue one by one, 16 threads", Unit.PER_SECOND);
  static final Measure ENQUEUE_BULK = new Measure("enqueue in bulk", Unit.PER_SECOND);
  static final Measure ENQUEUE_BULK_CPU = cpu(ENQUEUE_BULK);
  static final Measure BYTES = new Measure("size of a waiting task, beyond its input", Unit.BYTES);
  static final Measure LIFE =
      new Measure("whole life, bulk producer and worker at once", Unit.PER_SECOND);
  static final Measure IDLE = new Measure("idle worker", Unit.PERCENT);
  static final Measure IDLE_COMMANDS = new Measure("idle worker", Unit.COMMANDS_PER_SECOND);

  static Measure insert(int batch) {
    return store(batch, "insert");
  }

  static Measure claimAndComplete(int batch) {
    return store(batch, "claim + complete");
  }

  static Measure storeLife(int batch) {
    return store(batch, "whole life");
  }

  static Measure storeBytes(int batch) {
    return new Measure(
        "store, %d at once: size of a waiting task, beyond its input".formatted(batch), Unit.BYTES);
  }

  private static Measure store(int batch, String what) {
    return new Measure("store, %d at once: %s".formatted(batch, what), Unit.PER_SECOND);
  }

  /// All of a backlog, until every end is stored.
  ///
  /// @param users how many users the tasks are of; 0 when none is named
  static Measure drain(int waiting, int users) {
    return new Measure("drain %,d waiting%s".formatted(waiting, of(users)), Unit.PER_SECOND);
  }

  /// The first tasks of a backlog.
  static Measure drainFirst(int first, int waiting, int users) {
    return new Measure(
        "drain the first %,d of %,d%s".formatted(first, waiting, of(users)), Unit.PER_SECOND);
  }

  private static String of(int users) {
    return switch (users) {
      case 0 -> "";
      case 1 -> ", 1 user";
      default -> ", %,d users".formatted(users);
    };
  }

  /// From just before the enqueue to the handler's first line, at light load.
  ///
  /// @param where the producer is, beside the worker
  static Measure pickup(String where, int percentile) {
    return new Measure("pickup at 100/s, %s: p%d".formatted(where, percentile), Unit.MILLIS);
  }

  /// Processor time for the same, of the process measured.
  static Measure cpu(Measure measure) {
    return new Measure(measure.name(), Unit.CPU_MICROS);
  }

  /// Processor time for the same, of the server.
  static Measure serverCpu(Measure measure) {
    return new Measure(measure.name(), Unit.SERVER_CPU_MICROS);
  }
}
