package com.devskyy.engine.store;

import com.devskyy.engine.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one `advance` did.
///
/// @param due tasks that became queued because their time had come
/// @param rescued tasks taken back from lost leases
/// @param expired tasks whose deadline passed
/// @param trimmed ended tasks removed by age or bytes
/// @param nextDue when the next scheduled or retrying task is due
/// @param more whether a bound was reached, so that calling again at once may find more
public record Advanced(
    int due,
    List<Rescued> rescued,
    int expired,
    int trimmed,
    Optional<Instant> nextDue,
    boolean more) {
  public Advanced {
    rescued = List.copyOf(rescued);
  }

  /// A task taken back.
  ///
  /// @param crashed whether its worker had died
  /// @param quarantined whether it was ended as `WorkerCrash`
  public record Rescued(TaskId task, String worker, boolean crashed, boolean quarantined) {}
}
