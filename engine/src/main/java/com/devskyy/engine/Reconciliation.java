package com.devskyy.engine;

/// What became of a step that was begun and not recorded as done.
public sealed interface Reconciliation<T> {
  /// It happened, with this result.
  record Known<T>(T value) implements Reconciliation<T> {}

  /// It did not happen.
  record NotDone<T>() implements Reconciliation<T> {}

  /// Nobody can tell.
  ///
  /// @param mayExist what may exist and what it may have cost, for the person who decides
  record Unknown<T>(String mayExist) implements Reconciliation<T> {}
}
