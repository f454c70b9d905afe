package com.devskyy.engine.store;

import com.devskyy.engine.Task;
import java.util.List;

/// The answer to a claim.
///
/// @param leases tasks to run, in order
/// @param drain the worker has been chosen to run a suspect: it must claim nothing else, finish
///     what it runs and ask again with [ClaimRequest#idle()], within one lease each time, or
///     another worker is chosen
public record Claimed(List<Leased> leases, boolean drain) {
  /// Nothing to do.
  public static final Claimed NOTHING = new Claimed(List.of(), false);

  public Claimed {
    leases = List.copyOf(leases);
  }

  /// A task to run.
  ///
  /// @param task as it stands now: processing, with its input
  /// @param lease the right to run it
  /// @param alone whether it is a suspect: the worker claims nothing until it has ended
  public record Leased(Task task, Lease lease, boolean alone) {}
}
