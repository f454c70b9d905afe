package com.devskyy.bench.queue;

/// Who is measured: a column of the table.
enum Contestant {
  OURS("DevSkyy"),
  RAW("raw SQLite"),
  JOBRUNR_H2("JobRunr, H2 (unsynced)"),
  JOBRUNR_SQLITE("JobRunr, SQLite"),
  DB_SCHEDULER_HSQLDB("db-scheduler, HSQLDB"),
  DB_SCHEDULER_H2("db-scheduler, H2 (unsynced)"),
  DB_SCHEDULER_SQLITE("db-scheduler, SQLite");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Whether a power failure takes nothing that was answered.
  boolean syncsEveryCommit() {
    return this != JOBRUNR_H2 && this != DB_SCHEDULER_H2;
  }

  boolean isPeer() {
    return this != OURS && this != RAW;
  }
}
