package com.devskyy.app.wiring;

import com.devskyy.app.host.Host;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.RedisStore;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import com.devskyy.sql.SqliteSettings;
import com.devskyy.sql.SqliteStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Opens the stores that addresses name.
public final class Stores {
  private final Settings settings;
  private final Host host;

  public Stores(Settings settings, Host host) {
    this.settings = settings;
    this.host = host;
  }

  /// Opens a store; a file is made when it is not there yet.
  ///
  /// @throws com.devskyy.engine.store.StoreException when it cannot be opened
  public OpenStore open(StoreAddress address) {
    return switch (address) {
      case StoreAddress.Sqlite sqlite -> open(sqlite);
      case StoreAddress.Server server ->
          switch (server.kind()) {
            case REDIS -> new Redis(RedisStore.open(redis(server), host.random()));
            case POSTGRESQL -> new Postgres(PostgresStore.open(postgres(server), host.random()));
          };
    };
  }

  /// Removes a store on a server, with all that is in its namespace; nobody may use it any more. A
  /// store in a file goes with its folder.
  ///
  /// @throws com.devskyy.engine.store.StoreException when the server does not answer
  public void remove(StoreAddress.Server address) {
    switch (address.kind()) {
      case REDIS -> RedisStore.remove(redis(address));
      case POSTGRESQL -> PostgresStore.remove(postgres(address));
    }
  }

  private RedisSettings redis(StoreAddress.Server address) {
    return RedisSettings.of(read(address, RedisAddress::parse))
        .withStore(storeSettings())
        .withNamespace(settings.get(Setting.NAMESPACE));
  }

  private PostgresSettings postgres(StoreAddress.Server address) {
    return read(address, PostgresSettings::ofUrl)
        .withStore(storeSettings())
        .withNamespace(settings.get(Setting.NAMESPACE));
  }

  private static <T> T read(StoreAddress address, Function<String, T> reader) {
    try {
      return reader.apply(address.url());
    } catch (IllegalArgumentException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s is %s, which cannot be read".formatted(address.origin(), address.text()),
          String.valueOf(e.getMessage()),
          "devskyy doctor --queue-url %1$s --database-url %1$s".formatted(StoreAddress.DEFAULT),
          e);
    }
  }

  private OpenStore open(StoreAddress.Sqlite address) {
    var sync =
        settings.get(Setting.SQLITE_SYNC).equals("full")
            ? SqliteSettings.Sync.FULL
            : SqliteSettings.Sync.NORMAL;
    return new Sqlite(
        SqliteStore.open(
            address.file(),
            SqliteSettings.of(storeSettings()).withSync(sync),
            host.clock(),
            host.random()),
        sync);
  }

  private record Redis(TaskStore tasks) implements OpenStore {
    /// Redis keeps none: they are for a database.
    @Override
    public Optional<Records> records() {
      return Optional.empty();
    }

    @Override
    public String durability() {
      return "as durable as the server's append-only file; devskyy doctor says how it is set";
    }

    @Override
    public void backup(Path target) {
      throw new Problem(
          ExitCode.USAGE,
          "a store on Redis is not copied by this command",
          "the server writes its own copies",
          "redis-cli --rdb " + target);
    }

    @Override
    public void close() {
      tasks.close();
    }
  }

  private record Postgres(PostgresStore store) implements OpenStore {
    @Override
    public TaskStore tasks() {
      return store.tasks();
    }

    @Override
    public Optional<Records> records() {
      return Optional.of(store.records());
    }

    @Override
    public String durability() {
      return "a stored task survives power loss, as the server is set to";
    }

    @Override
    public void backup(Path target) {
      throw new Problem(
          ExitCode.USAGE,
          "a store on PostgreSQL is not copied by this command",
          "PostgreSQL has its own tools for that",
          "pg_dump --file " + target);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private record Sqlite(SqliteStore store, SqliteSettings.Sync sync) implements OpenStore {
    @Override
    public TaskStore tasks() {
      return store.tasks();
    }

    @Override
    public Optional<Records> records() {
      return Optional.of(store.records());
    }

    @Override
    public String durability() {
      return sync == SqliteSettings.Sync.FULL
          ? "a stored task survives power loss"
          : "a stored task survives a crash, not power loss";
    }

    @Override
    public void backup(Path target) {
      store.backup(target);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /// What all who share a store should agree on.
  private StoreSettings storeSettings() {
    return new StoreSettings(
        settings.get(Setting.LEASE),
        settings.get(Setting.RETENTION),
        settings.get(Setting.DEAD_LETTER_RETENTION),
        settings.get(Setting.RETAINED_BYTES),
        settings.get(Setting.DEAD_LETTER_BYTES));
  }
}
