package com.devskyy.bench.queue;

import static com.devskyy.bench.queue.Backend.POSTGRESQL;
import static com.devskyy.bench.queue.Backend.REDIS;
import static com.devskyy.bench.queue.Backend.SQLITE_FULL;

import java.util.Optional;

/// Who is measured: a column of the table.
enum Contestant {
  OURS("DevSkyy"),
  RAW("raw limit"),
  JOBRUNR_H2("JobRunr, H2 (unsynced)", SQLITE_FULL),
  JOBRUNR_SQLITE("JobRunr, SQLite", SQLITE_FULL),
  DB_SCHEDULER_HSQLDB("db-scheduler, HSQLDB", SQLITE_FULL),
  DB_SCHEDULER_H2("db-scheduler, H2 (unsynced)", SQLITE_FULL),
  DB_SCHEDULER_SQLITE("db-scheduler, SQLite", SQLITE_FULL),
  BULLMQ("BullMQ", REDIS),
  GRAPHILE("Graphile Worker", POSTGRESQL),
  DB_SCHEDULER_POSTGRES("db-scheduler", POSTGRESQL),
  JOBRUNR_POSTGRES("JobRunr", POSTGRESQL);

  private final String title;
  private final Optional<Backend> only;

  Contestant(String title) {
    this.title = title;
    only = Optional.empty();
  }

  /// @param only the backend whose table it stands in
  Contestant(String title, Backend only) {
    this.title = title;
    this.only = Optional.of(only);
  }

  String title() {
    return title;
  }

  /// Whether it stands beside us there.
  boolean isOn(Backend backend) {
    return only.isEmpty() || only.get() == backend;
  }

  /// Whether a power failure takes nothing that was answered.
  boolean syncsEveryCommit() {
    return this != JOBRUNR_H2 && this != DB_SCHEDULER_H2;
  }

  boolean isPeer() {
    return this != OURS && this != RAW;
  }

  /// Whether its producer and its worker may be different processes: those of embedded databases
  /// lock theirs, or were never asked for it.
  boolean isAcrossProcesses() {
    return this == OURS || isNode() || this == DB_SCHEDULER_POSTGRES || this == JOBRUNR_POSTGRES;
  }

  /// Whether it runs in a process of Node.js: see [NodePeer].
  boolean isNode() {
    return this == BULLMQ || this == GRAPHILE;
  }
}
