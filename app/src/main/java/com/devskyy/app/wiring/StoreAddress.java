package com.devskyy.app.wiring;

import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.redis.RedisAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which store is meant.
public sealed interface StoreAddress {
  /// What is used when nothing was said.
  String DEFAULT = "sqlite:data/devskyy.db";

  /// As people write it, without secrets.
  String text();

  /// What [#read] makes the same address of, with its secrets.
  String url();

  /// Which setting decided.
  String origin();

  /// The folder of artifacts that goes with it.
  ///
  /// @param folder where relative paths start
  Path artifacts(Path folder);

  /// Whether a store may be there; asks no server.
  boolean exists();

  /// Whether it is Redis, which keeps tasks and no records.
  default boolean isRedis() {
    return this instanceof Server(Server.Kind kind, _, _) && kind == Server.Kind.REDIS;
  }

  /// A file, shared by the processes of one host.
  ///
  /// @param file absolute
  record Sqlite(Path file, String text, String origin) implements StoreAddress {
    @Override
    public String url() {
      return "sqlite:" + file;
    }

    @Override
    public Path artifacts(Path folder) {
      return file.resolveSibling("artifacts");
    }

    @Override
    public boolean exists() {
      return Files.exists(file);
    }
  }

  /// A server, or several that are one store.
  ///
  /// @param url with its secrets
  record Server(Kind kind, String url, String origin) implements StoreAddress {
    /// What it is.
    public enum Kind {
      /// Redis or Valkey.
      REDIS,
      POSTGRESQL
    }

    @Override
    public String text() {
      return Settings.withoutPassword(url);
    }

    @Override
    public Path artifacts(Path folder) {
      return folder.resolve("data/artifacts");
    }

    @Override
    public boolean exists() {
      return true;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /// Where tasks are kept: QUEUE_URL, else REDIS_URL, else DATABASE_URL, else a file under `data/`.
  ///
  /// @param folder where relative paths start
  /// @throws Problem when it is no store of this build
  static StoreAddress ofQueue(Settings settings, Path folder) {
    for (Setting<String> setting :
        List.of(Setting.QUEUE_URL, Setting.REDIS_URL, Setting.DATABASE_URL)) {
      if (settings.has(setting)) {
        return of(setting, settings, folder);
      }
    }
    return read(DEFAULT, "default", folder).orElseThrow();
  }

  /// Where records are kept: DATABASE_URL, else where tasks are; beside Redis, which keeps no
  /// records, a file under `data/`.
  ///
  /// @throws Problem when it is no database of this build
  static StoreAddress ofRecords(Settings settings, Path folder) {
    StoreAddress address =
        settings.has(Setting.DATABASE_URL)
            ? of(Setting.DATABASE_URL, settings, folder)
            : ofQueue(settings, folder);
    return address.isRedis() ? read(DEFAULT, "default", folder).orElseThrow() : address;
  }

  /// Reads an address.
  ///
  /// @param origin where it was said
  /// @return empty when it is none
  static Optional<StoreAddress> read(String url, String origin, Path folder) {
    String address = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    String scheme = address.substring(0, Math.max(0, address.indexOf(':')));
    return switch (scheme) {
      case "sqlite" -> sqlite(address, origin, folder);
      case "postgresql", "postgres" -> Optional.of(new Server(Server.Kind.POSTGRESQL, url, origin));
      default ->
          RedisAddress.isOne(url)
              ? Optional.of(new Server(Server.Kind.REDIS, url, origin))
              : Optional.empty();
    };
  }

  private static Optional<StoreAddress> sqlite(String address, String origin, Path folder) {
    String path = address.substring("sqlite:".length());
    // As the platform's Python side writes it: three slashes, then the path.
    path = path.startsWith("///") ? path.substring(3) : path;
    boolean isPath =
        !path.isEmpty()
            && !path.startsWith("//")
            && !path.startsWith(":")
            && path.indexOf('\0') < 0;
    return isPath
        ? Optional.of(new Sqlite(folder.resolve(path).normalize(), "sqlite:" + path, origin))
        : Optional.empty();
  }

  /// Reads a URL that an option gives.
  ///
  /// @param option as on the command line
  /// @param help what to run to learn more
  /// @throws Problem when it is no store of this build
  static StoreAddress parse(String option, String url, Path folder, String help) {
    return read(url, option, folder)
        .orElseThrow(
            () ->
                new Problem(
                    ExitCode.USAGE,
                    "%s must be %s; was \"%s\""
                        .formatted(
                            option, Setting.QUEUE_URL.allowed(), Settings.withoutPassword(url)),
                    "it is no store of this program",
                    help));
  }

  private static StoreAddress of(Setting<String> setting, Settings settings, Path folder) {
    var given = settings.given(setting);
    return read(given.value(), setting.name(), folder)
        .filter(address -> !setting.equals(Setting.REDIS_URL) || address.isRedis())
        .filter(address -> !setting.equals(Setting.DATABASE_URL) || !address.isRedis())
        .orElseThrow(
            () ->
                new Problem(
                    ExitCode.USAGE,
                    "%s must be %s; was \"%s\""
                        .formatted(setting.name(), setting.allowed(), settings.shown(setting)),
                    "it came from the %s; %s".formatted(given.origin(), setting.meaning()),
                    "devskyy doctor --queue-url %s --database-url %s".formatted(DEFAULT, DEFAULT)));
  }
}
