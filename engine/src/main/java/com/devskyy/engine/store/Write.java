package com.devskyy.engine.store;

/// One write of an attempt: a [Transition] that ends it, or a [Note] while it runs.
///
/// @param lease under which it is made
/// @param n its number under this lease, growing: 1, 2, 3 …; a number not above the last applied
///     changes nothing
/// @param what exactly one of a transition or a note
public record Write(Lease lease, int n, What what) {
  /// What is written.
  public sealed interface What {}

  /// Ends the attempt.
  public record End(Transition transition) implements What {}

  /// Written while it runs.
  public record Said(Note note) implements What {}

  /// A write that ends the attempt.
  public static Write end(Lease lease, int n, Transition transition) {
    return new Write(lease, n, new End(transition));
  }

  /// A write while it runs.
  public static Write said(Lease lease, int n, Note note) {
    return new Write(lease, n, new Said(note));
  }

  /// What became of a write.
  public enum Answer {
    /// Stored now.
    APPLIED,
    /// Stored before, by the same lease and number.
    ALREADY_APPLIED,
    /// The lease is no longer valid; nothing was written.
    LOST
  }
}
