package com.devskyy.engine.store;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is said of a task that killed one worker after the other. From its second crash on it runs
/// alone, so that the crashes from the third on are its own.
public final class CrashReport {
  private CrashReport() {}

  /// The error with which it ends.
  ///
  /// @param crashes in all
  /// @param worker the last one
  /// @param host where that one ran, if the store still knows
  /// @param heartbeat when that one was heard last, if the store still knows
  /// @param runs of the task, of which those that crashed are named
  public static TaskError of(
      int crashes,
      String worker,
      Optional<String> host,
      Optional<Instant> heartbeat,
      List<History.Run> runs) {
    var detail = new StringBuilder();
    for (History.Run run : runs) {
      if (run.end().equals("crashed")) {
        detail.append(
            "run %d on worker %s: started %s, given up %s%n"
                .formatted(run.run(), run.worker(), run.startedAt(), run.endedAt()));
      }
    }
    return new TaskError(
        ErrorType.WORKER_CRASH,
        "%d workers died running it, the last %d while it ran alone; the last was %s on %s, heard %s"
            .formatted(
                crashes,
                RescueRule.MAX_ALONE_CRASHES,
                worker,
                host.orElse("an unknown host"),
                heartbeat.map(Instant::toString).orElse("no more")),
        detail.toString());
  }
}
