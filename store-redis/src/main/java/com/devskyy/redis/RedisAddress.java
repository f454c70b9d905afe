package com.devskyy.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a Redis is, and as whom to speak to it, read from a URL:
///
/// - `redis://[user:password@]host[:port][/database]`; `rediss://` for TLS
/// - `redis-sentinel://host:port,host:port/master-name[?database=1]`: the sentinels know the server
/// - `redis-cluster://host:port,host:port`: some nodes of a cluster
///
/// With TLS: `rediss-sentinel://`, `rediss-cluster://`. `valkey` may stand for `redis` in each.
/// User and password hold for the servers; sentinels are asked without, and with a password of
/// their own they cannot be asked.
///
/// @param kind what stands at the hosts
/// @param hosts at least one
/// @param tls whether to speak TLS, and to insist on a certificate that names the host
/// @param user of the ACL; empty for the default user
/// @param password as given, decoded
/// @param database number of the database; 0 in a cluster
/// @param master name of the server that sentinels watch; empty otherwise
public record RedisAddress(
    Kind kind,
    List<Host> hosts,
    boolean tls,
    Optional<String> user,
    Optional<String> password,
    int database,
    String master) {
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  /// What stands at an address.
  public enum Kind {
    /// One server.
    SERVER,
    /// Sentinels that know which server is the master.
    SENTINEL,
    /// Nodes of a cluster.
    CLUSTER
  }

  /// A host and its port.
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
  }

  public RedisAddress {
    hosts = List.copyOf(hosts);
  }

  /// Whether a text is meant as such an address.
  public static boolean isOne(String url) {
    return url.matches("(?i)(redis|valkey)s?(-sentinel|-cluster)?://.*");
  }

  /// Reads a URL.
  ///
  /// @throws IllegalArgumentException saying what is wrong, without the password
  public static RedisAddress parse(String url) {
    String[] parts = url.split("://", 2);
    String scheme = parts[0].toLowerCase(Locale.ROOT);
    if (parts.length < 2 || !isOne(url)) {
      throw new IllegalArgumentException(
          "a Redis address begins with redis://, rediss://, redis-sentinel:// or redis-cluster://, "
              + "or the same with valkey");
    }
    Kind kind =
        scheme.endsWith("-sentinel")
            ? Kind.SENTINEL
            : scheme.endsWith("-cluster") ? Kind.CLUSTER : Kind.SERVER;
    // A password may have any character in it: the last @ ends the login.
    int at = parts[1].lastIndexOf('@');
    Optional<String> login = at < 0 ? Optional.empty() : Optional.of(parts[1].substring(0, at));
    String rest = parts[1].substring(at + 1);
    int question = rest.indexOf('?');
    Optional<String> query =
        question < 0 ? Optional.empty() : Optional.of(rest.substring(question + 1));
    rest = question < 0 ? rest : rest.substring(0, question);
    int slash = rest.indexOf('/');
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    String hostList = slash < 0 ? rest : rest.substring(0, slash);
    String master = kind == Kind.SENTINEL ? path : "";
    if (kind == Kind.SENTINEL && master.isEmpty()) {
      throw new IllegalArgumentException(
          "redis-sentinel://host:port/NAME needs the name of the master that the sentinels watch");
    }
    return new RedisAddress(
        kind,
        hosts(hostList, kind == Kind.SENTINEL ? SENTINEL_PORT : PORT),
        scheme.startsWith("rediss") || scheme.startsWith("valkeys"),
        login.map(it -> decode(it.split(":", 2)[0])).filter(it -> !it.isEmpty()),
        login.filter(it -> it.indexOf(':') >= 0).map(it -> decode(it.split(":", 2)[1])),
        database(kind == Kind.SENTINEL ? "" : path, query, kind),
        master);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "in user and password two hexadecimal digits must follow each %; the sign itself is %25");
    }
  }

  /// What cannot be read is not repeated: where the @ was forgotten it is the login.
  private static List<Host> hosts(String list, int defaultPort) {
    var hosts = new ArrayList<Host>();
    for (String each : list.split(",", -1)) {
      try {
        var uri = new URI("redis://" + each);
        if (uri.getHost() == null || uri.getUserInfo() != null) {
          throw notHosts();
        }
        String name = uri.getHost().replaceAll("^\\[|]$", "");
        hosts.add(new Host(name, uri.getPort() < 0 ? defaultPort : uri.getPort()));
      } catch (URISyntaxException _) {
        throw notHosts();
      }
    }
    return hosts;
  }

  private static IllegalArgumentException notHosts() {
    return new IllegalArgumentException(
        "between user:password@ and the next / must stand a host with or without :port, or several "
            + "with commas between them");
  }

  private static int database(String path, Optional<String> query, Kind kind) {
    String text =
        query
            .filter(it -> it.startsWith("database="))
            .map(it -> it.substring("database=".length()))
            .orElse(path.isEmpty() ? "0" : path);
    if (!text.matches("\\d{1,5}") || (kind == Kind.CLUSTER && !text.equals("0"))) {
      throw new IllegalArgumentException(
          "the database after the host must be a number%s, was \"%s\""
              .formatted(kind == Kind.CLUSTER ? ", and 0 in a cluster" : "", text));
    }
    return Integer.parseInt(text);
  }

  /// For people: without user and password.
  @Override
  public String toString() {
    String scheme =
        (tls ? "rediss" : "redis")
            + switch (kind) {
              case SERVER -> "";
              case SENTINEL -> "-sentinel";
              case CLUSTER -> "-cluster";
            };
    String list = String.join(",", hosts.stream().map(Host::toString).toList());
    String path = kind == Kind.SENTINEL ? "/" + master : database == 0 ? "" : "/" + database;
    return scheme + "://" + list + path;
  }
}
