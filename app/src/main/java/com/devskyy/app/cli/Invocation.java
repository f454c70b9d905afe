package com.devskyy.app.cli;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Log;
import com.devskyy.app.host.Screen;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.Style;
import com.devskyy.app.wiring.Product;
import com.devskyy.app.wiring.StoreAddress;
import com.devskyy.engine.Json;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.store.TaskStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of the program: what its commands share. Used by one thread.
final class Invocation implements AutoCloseable {
  private static final String NAME = "devskyy";

  private final Host host;
  private final List<String> arguments;
  private final Map<String, String> settingFlags = new LinkedHashMap<>();
  private List<ServedType<?, ?>> extra = List.of();
  private boolean json;
  private String usualLogLevel = "warn";
  private @Nullable Settings settings;
  private @Nullable Product product;

  /// @param arguments as given, for correcting a slip in them
  Invocation(Host host, String... arguments) {
    this.host = host;
    this.arguments = List.of(arguments);
  }

  Host host() {
    return host;
  }

  /// Where data goes.
  Screen out() {
    return host.out();
  }

  /// Where everything else goes.
  Screen err() {
    return host.err();
  }

  /// What a command wants of the log unless a setting says otherwise; `warn` when it says nothing.
  void usualLogLevel(String level) {
    usualLogLevel = level;
  }

  /// A setting was given as a flag.
  void setFlag(String setting, String value) {
    settingFlags.put(setting, value);
    settings = null;
  }

  /// Settings given as flags, by name.
  Map<String, String> settingFlags() {
    return Map.copyOf(settingFlags);
  }

  /// Task types beside the product's; before the product is first asked for.
  void serve(List<ServedType<?, ?>> types) {
    extra = types;
  }

  /// Whether people want to see where things went wrong.
  boolean isDebug() {
    return settingFlags.getOrDefault(Setting.LOG_LEVEL.name(), "").equals("debug");
  }

  void setJson(boolean wanted) {
    json = wanted;
  }

  /// Whether data is wanted as JSON.
  boolean isJson() {
    return json;
  }

  Settings settings() {
    if (settings == null) {
      settings = Settings.of(settingFlags, host);
    }
    return settings;
  }

  Product product() {
    if (product == null) {
      Log.start(
          err(),
          settings().has(Setting.LOG_LEVEL) ? settings().get(Setting.LOG_LEVEL) : usualLogLevel);
      product = new Product(settings(), host, extra);
    }
    return product;
  }

  /// The store as it is; a command that only looks makes none.
  TaskStore store() {
    return product().existingStore();
  }

  /// Prints a value as one line of JSON.
  void printJson(Object value) {
    out().print(product().codec().encode(value).text());
  }

  /// JSON for people where people look, and as it is elsewhere.
  String shown(Json value) {
    return out().isRich() ? product().codec().pretty(value) : value.text();
  }

  /// Says what changed and the command that follows from it.
  void say(String what, String nextCommand) {
    err().print(what);
    err().print(err().paint(Style.QUIET, "next  ") + command(nextCommand));
  }

  /// A command that works when pasted, once a password is put back into an address that had one:
  /// called as this program was, against the same settings.
  ///
  /// @param rest of a command after the program's name, or with `devskyy` as its name
  String command(String rest) {
    List<String> words = new ArrayList<>();
    words.add(host.program());
    words.add(rest.startsWith(NAME + " ") ? rest.substring(NAME.length() + 1) : rest);
    Map<String, String> flags = settings == null ? Map.of() : settingFlags;
    flags.forEach(
        (name, value) -> {
          String flag = Arguments.flag(name);
          if (!rest.contains(flag)) {
            words.add(flag + " " + Arguments.quoted(shown(value)));
          }
        });
    return String.join(" ", words);
  }

  /// The command that was given, with one word of it replaced.
  String corrected(String word, String by) {
    List<String> words = new ArrayList<>(List.of(host.program()));
    boolean done = false;
    for (String argument : arguments) {
      boolean hit = !done && (argument.equals(word) || argument.startsWith(word + "="));
      words.add(Arguments.quoted(shown(hit ? by + argument.substring(word.length()) : argument)));
      done |= hit;
    }
    return String.join(" ", words);
  }

  /// A word of the command line, or the value of a flag: an address of a server without its
  /// password.
  private static String shown(String word) {
    String value = word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word;
    boolean isServer =
        StoreAddress.read(value, "", Path.of("")).stream()
            .anyMatch(StoreAddress.Server.class::isInstance);
    return isServer ? Settings.withoutPassword(word) : word;
  }

  @Override
  public void close() {
    if (product != null) {
      product.close();
    }
  }
}
