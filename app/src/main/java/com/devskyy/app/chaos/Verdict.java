package com.devskyy.app.chaos;

import java.util.List;
import java.util.Optional;

/// What a run has shown.
///
/// @param holds whether every finding does
/// @param complete whether the run was given the time to finish
/// @param seed gives the same plan again
/// @param tasks how many were enqueued
/// @param kills how many workers were killed
/// @param seconds how long it took
/// @param recovery how long the tasks of the dead waited
/// @param findings one for each property
/// @param left what there is to look at; empty when nothing is
public record Verdict(
    boolean holds,
    boolean complete,
    long seed,
    int tasks,
    int kills,
    double seconds,
    Recovery recovery,
    List<Finding> findings,
    Optional<Left> left) {
  /// Where a run took place.
  ///
  /// @param folder with journals and logs
  /// @param store its address, without secrets
  /// @param namespace on a server, of this run alone; empty for a file
  public record Left(String folder, String store, String namespace) {
    /// In one line.
    public String text() {
      return namespace.isEmpty()
          ? folder
          : "%s and in namespace %s of %s".formatted(folder, namespace, store);
    }
  }

  /// A property and how it stands.
  ///
  /// @param number what was counted, in a few words
  /// @param examples of what breaks it, at most a few
  public record Finding(String property, String number, boolean holds, List<String> examples) {}

  /// Between a worker's death and what became of its tasks.
  ///
  /// @param tasks how many runs were cut off
  /// @param medianMillis until such a task ran again or had ended
  /// @param maxMillis the longest of these; of tasks that need not wait for their turn alone
  /// @param maxSuspectMillis the longest of those that must
  public record Recovery(int tasks, long medianMillis, long maxMillis, long maxSuspectMillis) {}
}
