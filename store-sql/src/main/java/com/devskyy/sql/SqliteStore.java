package com.devskyy.sql;

import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.SqlTaskStore;
import com.devskyy.sql.internal.SqliteFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// A store in an SQLite file, which several processes of one host may open at once. Needs nothing
/// installed.
///
/// Give the file a folder of its own: SQLite keeps `-wal` and `-shm` files beside it, and the
/// folder is watched for what other processes write. Not for network file systems.
public final class SqliteStore implements AutoCloseable {
  private final SqlTaskStore tasks;

  private SqliteStore(SqlTaskStore tasks) {
    this.tasks = tasks;
  }

  /// Opens a file, and makes it and its folder when they are missing; an older format is brought to
  /// the present one.
  ///
  /// @param file the database
  /// @param hostClock the store's clock: the host's
  /// @param tokens makes the leases' tokens; must be hard to guess outside of tests. Used by one
  ///     thread
  /// @throws StoreException when it cannot be opened; the file is then as it was
  public static SqliteStore open(
      Path file, SqliteSettings settings, InstantSource hostClock, RandomGenerator tokens) {
    return new SqliteStore(SqliteFile.open(file, settings, hostClock, tokens));
  }

  /// The tasks in it.
  public TaskStore tasks() {
    return tasks;
  }

  /// The records in it.
  public Records records() {
    return tasks.records();
  }

  /// Copies everything as it is at one moment into a new file, while this and other processes go
  /// on. Opened as a store, the copy goes on from that moment.
  ///
  /// @param target where the copy goes; must not exist
  /// @throws StoreException when it cannot be written; nothing then has its name
  public void backup(Path target) {
    tasks.backup(target);
  }

  /// Ends what was started; safe to call twice.
  @Override
  public void close() {
    tasks.close();
  }
}
