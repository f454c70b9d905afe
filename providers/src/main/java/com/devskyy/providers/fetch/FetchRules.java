package com.devskyy.providers.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// What may be fetched, and how long it may take.
///
/// @param dataRoot folder outside of which no file is read; must exist when the first one is
/// @param allowedHosts hosts, beside public ones, each as `host` or `host:port` in lower case:
///     they may have any address, and may be asked without TLS
/// @param connect until a connection stands, including the look-up of its name
/// @param silence longest time in which nothing arrives
/// @param whole longest time for everything, redirects included
public record FetchRules(
    Path dataRoot, Set<String> allowedHosts, Duration connect, Duration silence, Duration whole) {
  public FetchRules {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /// 10 s to connect, 20 s of silence, 2 minutes in all.
  public static FetchRules of(Path dataRoot, Set<String> allowedHosts) {
    return new FetchRules(
        dataRoot,
        allowedHosts,
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofMinutes(2));
  }

  /// Whether the host of an address was allowed by name.
  public boolean allows(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return allowedHosts.contains(host) || allowedHosts.contains(host + ":" + port(uri));
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(scheme(uri)) ? 443 : 80;
  }

  static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
