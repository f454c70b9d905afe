package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;

/// What tasks live on. Each has a table of its own: figures of different ones say nothing about
/// each other.
enum Backend {
  SQLITE_FULL("SQLite, synchronous = FULL"),
  SQLITE_NORMAL("SQLite, synchronous = NORMAL"),
  REDIS("Redis"),
  POSTGRESQL("PostgreSQL");

  private final String title;

  Backend(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// How many call a store at once where it is measured by its verbs: as many as the raw limit that
  /// was asked for has connections.
  int callers() {
    return this == POSTGRESQL ? 2 : 1;
  }

  /// What an embedded database's commits wait for.
  Sync sync() {
    return this == SQLITE_NORMAL ? Sync.NORMAL : Sync.FULL;
  }
}
