package com.devskyy.tasks.provider;

/// What to do when a paid call may have happened and nobody can tell.
public enum OnUnknown {
  /// The task ends as `OutcomeUnknown`; a person decides.
  STOP,
  /// It is simply done again, and may be paid twice.
  REPEAT
}
