package com.devskyy.engine.testkit;

/// A process that died, as far as the code that runs in it can be told: thrown by
/// [FaultyTaskStore] and caught by the test alone.
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1;

  /// @param where at which call
  public SimulatedCrash(String where) {
    super("the simulated process died at " + where, null, false, false);
  }
}
