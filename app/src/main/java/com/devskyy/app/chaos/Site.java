package com.devskyy.app.chaos;

import com.devskyy.app.host.Host;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.wiring.FreshFolder;
import com.devskyy.app.wiring.Product;
import com.devskyy.app.wiring.StoreAddress;
import com.devskyy.app.wiring.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a run takes place: a folder of its own for journals and logs, and a store of its own: a
/// file in that folder or a namespace on a server. Nothing else is touched.
final class Site {
  private static final String HELP = "devskyy chaos --help";

  private final Host host;
  private final String folder;
  private final Optional<StoreAddress.Server> server;
  private final String namespace;
  private final Map<String, String> flags;

  /// Makes the folder.
  ///
  /// @param flags settings given on the command line, by name
  /// @throws Problem when the run cannot be on the store it wants
  /// @throws IOException when the folder cannot be made
  Site(Host host, Map<String, String> flags, Wanted wanted) throws IOException {
    this.host = host;
    this.flags = new HashMap<>(flags);
    server = server(wanted);
    namespace = server.isPresent() ? "chaos_%08x".formatted(host.random().nextInt()) : "";
    Settings usual = Settings.of(flags, host);
    Optional<StoreAddress> records =
        wanted.own().map(_ -> StoreAddress.ofRecords(usual, host.folder()));
    if (server.isPresent() && records.orElse(null) instanceof StoreAddress.Server) {
      throw new Problem(
          ExitCode.USAGE,
          "--store %s cannot be used with a task type of yours".formatted(server.get().text()),
          "its records are in PostgreSQL, where the run's own namespace would hide them",
          HELP);
    }
    folder = FreshFolder.below(host.folder(), "chaos");
    if (records.isPresent()) {
      // Somebody's own task finds its models and files where it always does.
      set(Setting.DATABASE_URL, records.get().url());
      set(Setting.ARTIFACTS, new Product(usual, host).artifactFolder().toString());
    } else {
      set(Setting.DATABASE_URL, file());
    }
    set(Setting.QUEUE_URL, server.map(StoreAddress.Server::url).orElse(file()));
    if (server.isPresent()) {
      set(Setting.NAMESPACE, namespace);
    }
    // The producers' keys are outside of every namespace.
    set(Setting.LEGACY_PROTOCOL, "off");
    this.flags.putIfAbsent(Setting.LOG_LEVEL.name(), "warn");
  }

  private Optional<StoreAddress.Server> server(Wanted wanted) {
    return wanted
        .store()
        .map(url -> StoreAddress.parse("--store", url, host.folder(), HELP))
        .map(
            address ->
                switch (address) {
                  case StoreAddress.Server found -> found;
                  case StoreAddress.Sqlite file ->
                      throw new Problem(
                          ExitCode.USAGE,
                          "--store must be a server, was %s".formatted(file.text()),
                          "on SQLite a run makes a file of its own",
                          "devskyy chaos");
                });
  }

  private String file() {
    return "sqlite:" + folder + "/devskyy.db";
  }

  private void set(Setting<String> setting, String value) {
    flags.put(setting.name(), value);
  }

  /// Settings of everybody who takes part, by name.
  Map<String, String> flags() {
    return flags;
  }

  Settings settings() {
    return Settings.of(flags, host);
  }

  /// Where journals and logs are.
  Path folder() {
    return host.folder().resolve(folder);
  }

  /// What is there to look at afterwards.
  Verdict.Left left() {
    return new Verdict.Left(
        folder, server.map(StoreAddress.Server::text).orElse(file()), namespace);
  }

  /// Removes the store and the folder; nobody takes part any more.
  void remove() throws IOException {
    server.ifPresent(new Stores(settings(), host)::remove);
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
