package com.devskyy.sql;

import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.postgres.PostgresTaskStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A store in a schema of a PostgreSQL database, 14 or later, which any number of processes may
/// open at once.
///
/// A server that cannot be reached for a moment is waited for; see [PostgresSettings#patience()].
/// What was answered survives the server's power failure if the server's own settings say so
/// (`fsync`, and `synchronous_commit` where it is set for the user or the database).
public final class PostgresStore implements AutoCloseable {
  private final PostgresTaskStore tasks;

  private PostgresStore(PostgresTaskStore tasks) {
    this.tasks = tasks;
  }

  /// Opens a store, and makes its tables when they are missing; an older format is brought to the
  /// present one.
  ///
  /// @param tokens makes the leases' tokens; must be hard to guess outside of tests. Used by one
  ///     thread at a time
  /// @throws StoreException when it cannot be opened; the database is then as it was
  public static PostgresStore open(PostgresSettings settings, RandomGenerator tokens) {
    return open(settings, Optional.empty(), tokens);
  }

  /// The same with another clock than the server's, for tests.
  public static PostgresStore open(
      PostgresSettings settings, InstantSource clock, RandomGenerator tokens) {
    return open(settings, Optional.of(clock), tokens);
  }

  private static PostgresStore open(
      PostgresSettings settings, Optional<InstantSource> clock, RandomGenerator tokens) {
    return new PostgresStore(
        PostgresTaskStore.open(settings.reach(), settings.store(), clock, tokens));
  }

  /// Removes the schema of a store with all that is in it, also what others have put there. Nobody
  /// may use the store any more; where there is none nothing happens.
  ///
  /// @throws StoreException when the server does not answer, or the schema is not the user's
  public static void remove(PostgresSettings settings) {
    PostgresTaskStore.remove(settings.reach());
  }

  /// The tasks in it.
  public TaskStore tasks() {
    return tasks;
  }

  /// The records in it.
  public Records records() {
    return tasks.records();
  }

  /// How its parts in this package reach it.
  PostgresTaskStore inner() {
    return tasks;
  }

  /// Ends what was started; safe to call twice.
  @Override
  public void close() {
    tasks.close();
  }
}
