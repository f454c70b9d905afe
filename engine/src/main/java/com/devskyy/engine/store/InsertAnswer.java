package com.devskyy.engine.store;

import com.devskyy.engine.TaskId;

/// What became of one task of an insert.
///
/// @param id the task that now stands for the request: its own, or the one that holds its unique
///     key
/// @param kind how it came to stand there
public record InsertAnswer(TaskId id, Kind kind) {
  /// How a task came to stand in the store.
  public enum Kind {
    /// Stored now.
    INSERTED,
    /// A task with this id was there already: the insert was repeated.
    REPEATED,
    /// Another live task holds the unique key; nothing was stored.
    DUPLICATE
  }
}
