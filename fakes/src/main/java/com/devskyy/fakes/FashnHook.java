package com.devskyy.fakes;

/// How [FakeFashn] tells of runs that have ended.
public enum FashnHook {
  /// Each run that has ended, again and again until somebody takes it, up to five times.
  AS_DOCUMENTED,
  /// The same, and once more for who took it.
  TWICE,
  /// All that are told of, also runs of which the status does not yet say that they have ended.
  EARLY
}
