package com.devskyy.app.settings;

import com.devskyy.app.host.Host;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// All settings of one start, each read and checked, each with its origin. Immutable.
public final class Settings {
  private static final Pattern USER = Pattern.compile("//\\S*@");

  /// As JDBC has it.
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([?&](?:user|password|sslpassword)=)[^&]*");

  private final Map<Setting<?>, Given<?>> given = new LinkedHashMap<>();

  /// A value and where it came from.
  ///
  /// @param text as it was written there
  /// @param origin as [Source#origin()]
  public record Given<T>(T value, String text, String origin) {}

  private Settings(List<Source> sources) {
    Setting.ALL.forEach(setting -> given.put(setting, read(setting, sources)));
  }

  /// Reads flags over environment (with the files it names) over mounted secrets over project
  /// file over the user's file over defaults.
  ///
  /// @throws Problem when a value is not allowed, naming setting, value, what is allowed and
  ///     origin
  public static Settings of(Map<String, String> flags, Host host) {
    List<Source> sources = new ArrayList<>();
    sources.add(Source.flags(flags));
    sources.add(Source.environment(host.environment()));
    sources.addAll(Source.secretFiles(host.environment(), host.folder()));
    sources.addAll(Source.mountedSecrets(Source.MOUNTED_SECRETS));
    sources.add(Source.file(host.folder().resolve(Source.FILE)));
    userFile(host.environment()).map(Source::file).ifPresent(sources::add);
    return of(sources);
  }

  /// Reads the first source that has a value, for each setting; the defaults come last.
  static Settings of(List<Source> sources) {
    List<Source> all = new ArrayList<>(sources);
    all.add(Source.defaults());
    return new Settings(all);
  }

  private static Optional<Path> userFile(Map<String, String> environment) {
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    if (base.isEmpty() && !environment.getOrDefault("HOME", "").isEmpty()) {
      base = environment.get("HOME") + "/.config";
    }
    return base.isEmpty() ? Optional.empty() : Optional.of(Path.of(base, "devskyy", Source.FILE));
  }

  private static <T> Given<T> read(Setting<T> setting, List<Source> sources) {
    for (Source source : sources) {
      String text = source.values().get(setting.name());
      if (text != null) {
        return new Given<>(read(setting, text, source.origin()), text, source.origin());
      }
    }
    throw new IllegalStateException("no default for " + setting.name());
  }

  private static <T> T read(Setting<T> setting, String text, String origin) {
    try {
      return setting.reader().apply(text);
    } catch (IllegalArgumentException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s must be %s; was \"%s\""
              .formatted(setting.name(), setting.allowed(), shown(setting, text)),
          "it came from %s; %s".formatted(place(setting, origin), setting.meaning()),
          remedy(setting, origin));
    }
  }

  private static String remedy(Setting<?> setting, String origin) {
    return switch (origin) {
      case "flag" -> "devskyy doctor";
      case "environment" -> "unset " + setting.name();
      default -> "grep -n %s %s".formatted(setting.name(), origin);
    };
  }

  private static String place(Setting<?> setting, String origin) {
    return switch (origin) {
      case "flag" -> "the flag " + setting.flag();
      case "environment" -> "the environment";
      default -> origin;
    };
  }

  /// What may be seen of the value of a setting.
  public String shown(Setting<?> setting) {
    return shown(setting, given(setting).text());
  }

  private static String shown(Setting<?> setting, String text) {
    return switch (setting.secrecy()) {
      case OPEN -> text;
      case URL -> withoutPassword(text);
      case SECRET -> text.isEmpty() ? "" : "***";
    };
  }

  /// A URL without user and password.
  public static String withoutPassword(String url) {
    // Up to the last @: a password may hold one, a slash or a question mark, that nobody has encoded.
    return PARAMETER.matcher(USER.matcher(url).replaceAll("//***@")).replaceAll("$1***");
  }

  /// The value of a setting.
  public <T> T get(Setting<T> setting) {
    return given(setting).value();
  }

  /// Whether a setting that may be left out was given.
  public boolean has(Setting<String> setting) {
    return !get(setting).isEmpty();
  }

  /// The value with its origin.
  @SuppressWarnings("unchecked") // what is put under a setting was read by it
  public <T> Given<T> given(Setting<T> setting) {
    Given<?> found = given.get(setting);
    if (found == null) {
      throw new IllegalArgumentException("no setting " + setting.name());
    }
    return (Given<T>) found;
  }
}
