package com.devskyy.bench.queue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One thing that is done and measured, in a process of its own.
sealed interface Benchmark {
  /// The life of tasks by the store's verbs.
  record Store(int batch) implements Benchmark {}

  /// Tasks enqueued one at a time, by one thread and by sixteen.
  record Enqueue() implements Benchmark {}

  /// Tasks enqueued by the queue's means for many, and their size on disk.
  record Bulk() implements Benchmark {}

  /// A backlog worked off by one worker.
  ///
  /// @param waiting how many tasks; peers are given a tenth
  /// @param users how many users they are of, 0 for none
  record Drain(int waiting, int users) implements Benchmark {}

  /// A worker that works off what a producer enqueues at the same time.
  record Life() implements Benchmark {}

  /// Light load, producer and worker in one process.
  record Pickup() implements Benchmark {}

  /// Light load, the producer in another process.
  record PickupAcross() implements Benchmark {}

  /// That producer.
  record PickupProducer() implements Benchmark {}

  /// A worker with nothing to do.
  record Idle() implements Benchmark {}

  /// Names for the command line, in the order of the table.
  List<String> NAMES =
      List.of("store", "enqueue", "bulk", "drain", "backlog", "life", "pickup", "across", "idle");

  /// Its name on the command line.
  default String name() {
    return switch (this) {
      case Store _ -> "store";
      case Enqueue _ -> "enqueue";
      case Bulk _ -> "bulk";
      case Drain(_, int users) -> users == 0 ? "drain" : "backlog";
      case Life _ -> "life";
      case Pickup _ -> "pickup";
      case PickupAcross _ -> "across";
      case PickupProducer _ -> "producer";
      case Idle _ -> "idle";
    };
  }

  /// As one word, for a child's command line: see [#parse].
  default String word() {
    return switch (this) {
      case Store(int batch) -> word(batch);
      case Drain(int waiting, int users) -> word(waiting, users);
      default -> name();
    };
  }

  private String word(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(":", name() + ":", ""));
  }

  /// The benchmark of a word.
  static Benchmark parse(String word) {
    String[] parts = word.split(":", -1);
    return switch (parts[0]) {
      case "store" -> new Store(Integer.parseInt(parts[1]));
      case "enqueue" -> new Enqueue();
      case "bulk" -> new Bulk();
      case "drain", "backlog" -> new Drain(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      case "life" -> new Life();
      case "pickup" -> new Pickup();
      case "across" -> new PickupAcross();
      case "producer" -> new PickupProducer();
      case "idle" -> new Idle();
      default -> throw new IllegalArgumentException("no benchmark is called " + word);
    };
  }

  /// Whether a contestant can take part.
  default boolean isFor(Contestant contestant) {
    if (contestant.isNode()) {
      return NodePeer.does(this);
    }
    return switch (this) {
      case Store _ -> !contestant.isPeer();
      case Enqueue _, Bulk _ -> true;
      case Drain(_, int users) ->
          contestant != Contestant.RAW && !(contestant.isPeer() && users > 0);
      case Life _, Pickup _ -> contestant != Contestant.RAW;
      case PickupAcross _, PickupProducer _ -> contestant.isAcrossProcesses();
      case Idle _ -> contestant == Contestant.OURS;
    };
  }

  /// Whether what a commit waits for makes a difference worth a second table.
  default boolean dependsOnSync() {
    return switch (this) {
      case Store _, Enqueue _, Bulk _, Life _ -> true;
      case Drain(_, int users) -> users == 0;
      default -> false;
    };
  }
}
