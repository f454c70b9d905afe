package com.devskyy.tasks.provider;

import com.fasterxml.jackson.annotation.JsonAlias;

/// What to do when a paid call may have happened and nobody can tell.
public enum OnUnknown {
  /// The task ends as `OutcomeUnknown`; a person decides.
  @JsonAlias("stop")
  FAIL,
  /// It is simply done again, and may be paid twice.
  REPEAT
}
