package com.devskyy.app.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// A place where settings may stand.
///
/// @param origin what it is called where a value is explained, as in `environment`
/// @param values by name of the setting
public record Source(String origin, Map<String, String> values) {
  /// The file of a project, in the folder a command is given in.
  public static final String FILE = "devskyy.properties";

  /// Where secrets are mounted in containers.
  public static final Path MOUNTED_SECRETS = Path.of("/run/secrets");

  private static final int MOST_SECRET = 64 << 10;

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

  /// What may be secret and lies as a file of its name in a folder, as Docker and Kubernetes
  /// mount them: `redis_url` or `REDIS_URL`. Read by path, so a folder that is swapped as a
  /// whole is read as it is at the next start.
  ///
  /// @param mounted may be absent
  /// @throws Problem when one cannot be read
  public static List<Source> mountedSecrets(Path mounted) {
    if (!Files.isDirectory(mounted)) {
      return List.of();
    }
    List<Source> sources = new ArrayList<>();
    for (Setting<?> setting : Setting.ALL) {
      if (setting.secrecy() != Setting.Secrecy.OPEN) {
        Stream.of(setting.name().toLowerCase(Locale.ROOT), setting.name())
            .map(mounted::resolve)
            .filter(Files::exists)
            .findFirst()
            .ifPresent(file -> sources.add(secretFile(setting, file)));
      }
    }
    return sources;
  }

  private static Source secretFile(Setting<?> setting, Path file) {
    try {
      return new Source("file " + file, Map.of(setting.name(), secret(file)));
    } catch (IOException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s cannot be read from %s".formatted(setting.name(), file),
          "%s; the file holds the value of %s and nothing else".formatted(why(e), setting.name()),
          "ls -l " + file,
          e);
    }
  }

  /// The only line of a file, with or without an end.
  private static String secret(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_SECRET + 1);
    }
    if (bytes.length > MOST_SECRET) {
      throw new IOException("it is larger than 64 KiB");
    }
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    String value = text.replaceFirst("\r?\n\\z", "");
    if (value.isBlank()) {
      throw new IOException("it is empty");
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IOException("it has more than one line");
    }
    return value;
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this user may not read it";
      case CharacterCodingException _ -> "it is no text in UTF-8";
      default -> String.valueOf(e.getMessage());
    };
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
