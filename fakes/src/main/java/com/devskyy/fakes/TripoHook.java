package com.devskyy.fakes;

/// How [FakeTripo] tells of what has ended.
public enum TripoHook {
  /// Each event once, in order, signed as it is sent.
  AS_DOCUMENTED,
  /// Each event twice.
  TWICE,
  /// The last event first.
  OUT_OF_ORDER,
  /// Signed with another secret.
  WRONG_SIGNATURE,
  /// Signed a day ago.
  OLD
}
