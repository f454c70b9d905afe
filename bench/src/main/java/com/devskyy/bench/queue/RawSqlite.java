package com.devskyy.bench.queue;

import com.devskyy.json.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The raw limit: the bare driver with one table and two indexes, one connection, one transaction
/// per step, none of a queue's promises. What a store on SQLite could reach if its features were
/// free.
final class RawSqlite implements StoreLife {
  private static final String INSERT =
      "INSERT INTO task (queue, state, priority, run_at, payload, attempts, created_at)"
          + " VALUES ('q', 0, 0, ?, ?, 0, ?)";
  private static final String CLAIM =
      """
      UPDATE task SET state = 1, lease_until = ?, attempts = attempts + 1 WHERE id IN
        (SELECT id FROM task WHERE queue = 'q' AND state = 0 AND run_at <= ?
         ORDER BY priority, run_at, id LIMIT ?)
      RETURNING id, payload""";
  private static final String COMPLETE =
      "UPDATE task SET state = 2, finished_at = ?, result = '\"ok\"', lease_until = NULL"
          + " WHERE id = ? AND state = 1";

  private final Path file;
  private final Connection db;
  private final PreparedStatement insert;
  private final PreparedStatement claim;
  private final PreparedStatement complete;
  private final List<String> payloads = new ArrayList<>();
  private int next;

  RawSqlite(Spot spot) {
    try {
      Files.createDirectories(spot.folder());
      file = spot.folder().resolve(OurStores.FILE);
      db = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = db.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = " + spot.backend().sync());
        statement.execute("PRAGMA cache_size = -65536");
        // As our store does: with the default of 1,000 pages the limit would not be one.
        statement.execute("PRAGMA wal_autocheckpoint = 4096");
        statement.execute(
            """
            CREATE TABLE task (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, state INT NOT NULL,
              priority INT NOT NULL, run_at INT NOT NULL, payload TEXT NOT NULL, lease_until INT,
              attempts INT NOT NULL, created_at INT NOT NULL, finished_at INT, result TEXT)""");
        statement.execute(
            "CREATE INDEX ready ON task (queue, priority, run_at, id) WHERE state = 0");
        statement.execute("CREATE INDEX lease ON task (lease_until) WHERE state = 1");
      }
      db.setAutoCommit(false);
      insert = db.prepareStatement(INSERT);
      claim = db.prepareStatement(CLAIM);
      complete = db.prepareStatement(COMPLETE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void prepare(int tasks) {
    var codec = new JsonCodec();
    payloads.clear();
    next = 0;
    for (int i = 0; i < tasks; i++) {
      payloads.add(codec.encode(Order.of(i)).text());
    }
  }

  @Override
  public void insert(int batch) {
    try {
      long now = System.currentTimeMillis();
      for (int i = 0; i < batch; i++) {
        insert.setLong(1, now);
        insert.setString(2, payloads.get(next++));
        insert.setLong(3, now);
        insert.addBatch();
      }
      insert.executeBatch();
      db.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int claimAndComplete(int batch) {
    try {
      long now = System.currentTimeMillis();
      claim.setLong(1, now + 12_000);
      claim.setLong(2, now);
      claim.setInt(3, batch);
      var ids = new ArrayList<Long>(batch);
      try (ResultSet rows = claim.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
          if (rows.getString(2).isEmpty()) {
            throw new IllegalStateException("a task without its input");
          }
        }
      }
      db.commit();
      for (long id : ids) {
        complete.setLong(1, now);
        complete.setLong(2, id);
        complete.addBatch();
      }
      int done = 0;
      for (int changed : complete.executeBatch()) {
        done += changed;
      }
      db.commit();
      return done;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long completed() {
    try (Statement statement = db.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM task WHERE state = 2")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long bytes() {
    return SqliteSize.of(file);
  }

  @Override
  public void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
