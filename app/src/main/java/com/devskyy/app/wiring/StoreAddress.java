package com.devskyy.app.wiring;

import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which SQLite file is meant.
///
/// @param file absolute
/// @param text as people write it: `sqlite:data/devskyy.db`
/// @param origin which setting decided
public record StoreAddress(Path file, String text, String origin) {
  private static final String DEFAULT = "sqlite:data/devskyy.db";
  private static final String SCHEME = "sqlite:";

  /// Where tasks are kept: QUEUE_URL, else REDIS_URL, else DATABASE_URL, else a file under `data/`.
  ///
  /// @param folder where relative paths start
  /// @throws Problem when it is no store of this build
  public static StoreAddress ofQueue(Settings settings, Path folder) {
    for (Setting<String> setting :
        List.of(Setting.QUEUE_URL, Setting.REDIS_URL, Setting.DATABASE_URL)) {
      if (settings.has(setting)) {
        return read(setting, settings, folder);
      }
    }
    return new StoreAddress(folder.resolve("data/devskyy.db"), DEFAULT, "default");
  }

  /// Where records are kept: DATABASE_URL, else where tasks are.
  public static StoreAddress ofRecords(Settings settings, Path folder) {
    return settings.has(Setting.DATABASE_URL)
        ? read(Setting.DATABASE_URL, settings, folder)
        : ofQueue(settings, folder);
  }

  /// Reads a URL that an option gives.
  ///
  /// @param option as on the command line
  /// @throws Problem when it is no store of this build
  public static StoreAddress parse(String option, String url, Path folder) {
    return parse(url, folder, option)
        .orElseThrow(
            () ->
                new Problem(
                    ExitCode.USAGE,
                    "%s is \"%s\", which this build cannot use"
                        .formatted(option, withoutSecrets(url)),
                    "tasks are kept in SQLite for now: sqlite:<file>",
                    "devskyy move --help"));
  }

  private static StoreAddress read(Setting<String> setting, Settings settings, Path folder) {
    return parse(settings.get(setting), folder, setting.name())
        .orElseThrow(() -> refused(setting, settings));
  }

  private static Optional<StoreAddress> parse(String url, Path folder, String origin) {
    String path = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    if (!path.startsWith(SCHEME)) {
      return Optional.empty();
    }
    path = path.substring(SCHEME.length());
    // As the platform's Python side writes it: three slashes, then the path.
    path = path.startsWith("///") ? path.substring(3) : path;
    if (path.isEmpty()
        || path.startsWith("//")
        || path.startsWith(":")
        || path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return Optional.of(new StoreAddress(folder.resolve(path).normalize(), SCHEME + path, origin));
  }

  private static Problem refused(Setting<String> setting, Settings settings) {
    var given = settings.given(setting);
    return new Problem(
        ExitCode.USAGE,
        "%s is \"%s\", which this build cannot use"
            .formatted(setting.name(), withoutSecrets(given.text())),
        "it came from the %s; tasks and records are kept in SQLite for now: sqlite:<file>"
            .formatted(given.origin()),
        "devskyy doctor --queue-url %s --database-url %s".formatted(DEFAULT, DEFAULT));
  }

  /// A URL without user and password.
  public static String withoutSecrets(String url) {
    return url.replaceAll("//[^/@]*@", "//***@");
  }

  /// The folder of artifacts that goes with it.
  public Path artifactsBeside() {
    return file.resolveSibling("artifacts");
  }

  /// Whether anything has been kept there yet.
  public boolean exists() {
    return Files.exists(file);
  }
}
