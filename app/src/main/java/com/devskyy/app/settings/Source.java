package com.devskyy.app.settings;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A place where settings may stand.
///
/// @param origin what it is called where a value is explained, as in `environment`
/// @param values by name of the setting
public record Source(String origin, Map<String, String> values) {
  /// The file of a project, in the folder a command is given in.
  public static final String FILE = "devskyy.properties";

  /// The command line's flags.
  public static Source flags(Map<String, String> values) {
    return new Source("flag", values);
  }

  /// The environment. An empty variable counts as not set.
  public static Source environment(Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    for (Setting<?> setting : Setting.ALL) {
      String value = environment.getOrDefault(setting.name(), "");
      if (!value.isEmpty()) {
        values.put(setting.name(), value);
      }
    }
    return new Source("environment", values);
  }

  /// Files that the environment names by `<name>_FILE`, as containers get their secrets: one
  /// source each, called `file <path>`.
  ///
  /// @param folder where relative paths start
  /// @throws Problem when one cannot be read, or the setting is given by a variable too
  public static List<Source> secretFiles(Map<String, String> environment, Path folder) {
    List<Source> sources = new ArrayList<>();
    for (Setting<?> setting : Setting.ALL) {
      String named = environment.getOrDefault(setting.fileVariable(), "");
      if (setting.secrecy() != Setting.Secrecy.OPEN && !named.isEmpty()) {
        if (!environment.getOrDefault(setting.name(), "").isEmpty()) {
          throw new Problem(
              ExitCode.USAGE,
              "%s and %s are both set".formatted(setting.name(), setting.fileVariable()),
              "one of them must decide: the value itself, or the file that holds it",
              "unset " + setting.name());
        }
        sources.add(secretFile(setting, folder.resolve(named)));
      }
    }
    return sources;
  }

  private static Source secretFile(Setting<?> setting, Path file) {
    try {
      String value = Files.readString(file).strip();
      if (value.isEmpty()) {
        throw new IOException("it is empty");
      }
      return new Source("file " + file, Map.of(setting.name(), value));
    } catch (IOException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s names %s, which cannot be read".formatted(setting.fileVariable(), file),
          "%s; it holds the value of %s and nothing else"
              .formatted(
                  e instanceof NoSuchFileException ? "there is no such file" : e.getMessage(),
                  setting.name()),
          "ls -l " + file,
          e);
    }
  }

  /// A properties file; one that is not there is empty.
  ///
  /// @throws Problem when it cannot be read or has a name that is no setting
  public static Source file(Path file) {
    if (!Files.exists(file)) {
      return new Source(file.toString(), Map.of());
    }
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s cannot be read".formatted(file),
          "%s; it holds lines such as WORKER_THREADS=8, in UTF-8".formatted(e.getMessage()),
          "cat " + file,
          e);
    }
    Map<String, String> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(checkName(name, file), properties.getProperty(name).strip());
    }
    return new Source(file.toString(), values);
  }

  private static String checkName(String name, Path file) {
    List<String> names = Setting.ALL.stream().map(Setting::name).toList();
    if (names.contains(name)) {
      return name;
    }
    throw new Problem(
        ExitCode.USAGE,
        "%s sets \"%s\", which is no setting".formatted(file, name),
        Suggestion.closest(name, names)
            .map("Did you mean %s?"::formatted)
            .orElse("settings are " + String.join(", ", names)),
        "grep -n '%s' %s".formatted(name, file));
  }

  /// What the program itself says.
  static Source defaults() {
    Map<String, String> values = new HashMap<>();
    Setting.ALL.forEach(setting -> values.put(setting.name(), setting.fallback()));
    return new Source("default", values);
  }
}
