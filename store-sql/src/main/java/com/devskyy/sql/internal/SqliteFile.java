package com.devskyy.sql.internal;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import com.devskyy.sql.SqliteSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// Opens an SQLite file.
///
/// A file that is refused is left as it is: what can be seen in its first bytes is judged before
/// SQLite touches it.
public final class SqliteFile {
  private static final long LOG_BYTES_KEPT = 64L << 20;

  private static final byte[] MAGIC =
      "SQLite format 3\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int FORMAT_AT = 60;
  private static final int APPLICATION_AT = 68;

  private final Path file;
  private final SqliteSettings settings;
  private final StoreErrors errors;

  private SqliteFile(Path file, SqliteSettings settings) {
    this.file = file;
    this.settings = settings;
    errors = new StoreErrors(file, settings.maxBytes() > 0);
  }

  /// See `SqliteStore.open`.
  public static SqlTaskStore open(
      Path file, SqliteSettings settings, InstantSource hostClock, RandomGenerator tokens) {
    return open(file, settings, hostClock, tokens, LogSync::new);
  }

  /// As above, with another way to wait for the disk.
  static SqlTaskStore open(
      Path file,
      SqliteSettings settings,
      InstantSource hostClock,
      RandomGenerator tokens,
      Function<Path, Syncer.Disk> disk) {
    return new SqliteFile(file.toAbsolutePath(), settings).open(hostClock, tokens, disk);
  }

  private SqlTaskStore open(
      InstantSource hostClock, RandomGenerator tokens, Function<Path, Syncer.Disk> disk) {
    prepareFolder();
    checkHeader();
    checkWritable();
    var opened = new ArrayList<AutoCloseable>();
    try {
      Connection first = connect(settings.cacheBytes());
      opened.add(first);
      prepare(first);
      var readers = new ArrayList<Db>();
      for (int i = 0; i < settings.readers(); i++) {
        Connection reader = connect(settings.cacheBytes() / settings.readers());
        opened.add(reader);
        execute(reader, "PRAGMA query_only = 1");
        readers.add(new Db(reader));
      }
      Connection checkpoints = connect(0);
      opened.add(checkpoints);
      Optional<Syncer> syncer =
          settings.sync() == SqliteSettings.Sync.FULL
              ? Optional.of(new Syncer(disk.apply(file), "store-sync"))
              : Optional.empty();
      return new SqlTaskStore(
          file,
          settings,
          hostClock,
          tokens,
          new Db(first),
          new Db(checkpoints),
          readers,
          syncer,
          errors);
    } catch (SQLException e) {
      closeAll(opened);
      throw errors.of(e);
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  private void prepareFolder() {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new StoreException(
          Kind.UNAVAILABLE,
          "the folder of %s cannot be made: %s".formatted(file, e),
          "Choose another place, or make the folder.",
          e);
    }
  }

  private void checkHeader() {
    var header = ByteBuffer.allocate(HEADER);
    try {
      if (Files.isDirectory(file)) {
        throw notOurs("it is a folder");
      }
      if (!Files.exists(file) || Files.size(file) == 0) {
        return;
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        while (header.hasRemaining() && channel.read(header) >= 0) {}
      }
    } catch (IOException e) {
      throw new StoreException(
          Kind.UNAVAILABLE,
          "%s cannot be read: %s".formatted(file, e),
          "Make the file readable for this user.",
          e);
    }
    if (header.hasRemaining()
        || !Arrays.equals(MAGIC, 0, MAGIC.length, header.array(), 0, MAGIC.length)) {
      throw notOurs("it is no SQLite database, or its beginning is damaged");
    }
    int application = header.getInt(APPLICATION_AT);
    int format = header.getInt(FORMAT_AT);
    if (application != 0 && application != Migrations.APPLICATION_ID) {
      throw notOurs("it is the database of another program");
    }
    checkFormat(format);
  }

  private void checkFormat(int format) {
    if (format > Migrations.newest()) {
      throw new StoreException(
          Kind.NEWER_FORMAT,
          "%s has format %d, this program knows formats up to %d"
              .formatted(file, format, Migrations.newest()),
          "Start a newer version of this program, or choose another file.");
    }
  }

  private StoreException notOurs(String why) {
    return new StoreException(
        Kind.CORRUPT,
        "%s is not a store: %s; it was left as it is".formatted(file, why),
        "Choose another file, or restore the last backup.");
  }

  private void checkWritable() {
    Path folder = file.getParent();
    Path refused = !Files.isWritable(folder) ? folder : file;
    if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
      throw new StoreException(
          Kind.READ_ONLY,
          "%s cannot be written to by this user".formatted(refused),
          "Make it writable: SQLite needs to write the file and beside it.");
    }
  }

  private Connection connect(long cacheBytes) throws SQLException {
    var config = new org.sqlite.SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setBusyTimeout((int) settings.busyTimeout().toMillis());
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      execute(connection, "PRAGMA cache_size = -" + cacheBytes / 1024);
      execute(connection, "PRAGMA temp_store = MEMORY");
      // Commits are synced apart, see Syncer; a checkpoint waits for the disk all the same.
      execute(connection, "PRAGMA synchronous = NORMAL");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Makes the first connection the writer's.
  private void prepare(Connection connection) throws SQLException {
    if (isNewOrOurs(connection)) {
      useLog(connection);
    } else {
      throw notOurs("it is the database of another program");
    }
    checkFormat((int) number(connection, "PRAGMA user_version"));
    execute(connection, "PRAGMA wal_autocheckpoint = 0");
    execute(connection, "PRAGMA journal_size_limit = " + LOG_BYTES_KEPT);
    if (settings.maxBytes() > 0) {
      long pages = settings.maxBytes() / number(connection, "PRAGMA page_size");
      execute(connection, "PRAGMA max_page_count = " + Math.max(1, pages));
    }
    if (Migrations.run(connection)) {
      // So that the format can be seen in the file's first bytes.
      execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private static boolean isNewOrOurs(Connection connection) throws SQLException {
    // In this order: another opener may make both between the two looks.
    return number(connection, "SELECT count(*) FROM sqlite_master") == 0
        || number(connection, "PRAGMA application_id") == Migrations.APPLICATION_ID;
  }

  /// Switches to the write-ahead log. While another process does the same, SQLite refuses at once
  /// instead of waiting.
  private void useLog(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + settings.busyTimeout().toNanos();
    while (true) {
      try {
        String mode = text(connection, "PRAGMA journal_mode = WAL");
        if (!mode.equals("wal")) {
          throw new StoreException(
              Kind.UNAVAILABLE,
              "%s cannot have a write-ahead log, its journal is \"%s\"".formatted(file, mode),
              "Put it on a local disk: a network file system cannot hold it.");
        }
        return;
      } catch (SQLiteException e) {
        boolean busy = (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.getString(1);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.getLong(1);
    }
  }

  private static void closeAll(List<AutoCloseable> opened) {
    for (AutoCloseable each : opened.reversed()) {
      try {
        each.close();
      } catch (Exception _) {
        // What made us close is what the caller must hear.
      }
    }
  }
}
