package com.devskyy.app.settings;

import com.devskyy.app.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One setting. Its flag is its name in lower case with dashes: `--worker-threads`.
///
/// @param name in the environment and in files
/// @param meaning one line for people
/// @param fallback the default, as text; empty: not set
/// @param allowed what a value may be, for people
/// @param reader reads a value; throws [IllegalArgumentException] when it is not allowed
/// @param secrecy how much of a value may be seen
public record Setting<T>(
    String name,
    String meaning,
    String fallback,
    String allowed,
    Function<String, T> reader,
    Secrecy secrecy) {
  private static final String WEB = "https?://[^\\s/?#@]+(/[^\\s?#]*[^\\s?#/])?";

  /// How much of a value may be seen, and so where it may stand.
  public enum Secrecy {
    /// All of it.
    OPEN,
    /// A URL that may hold a password. May stand in a file that the variable `<name>_FILE` names.
    URL,
    /// Nothing. As a URL, and never a flag: other users of the machine see those.
    SECRET
  }

  /// Where tasks are kept.
  public static final Setting<String> QUEUE_URL =
      url(
          "QUEUE_URL",
          "where tasks are kept; else REDIS_URL, else DATABASE_URL, else sqlite:data/devskyy.db",
          "",
          "sqlite:<file>, redis://host[:port][/db] or postgresql://user@host[:port]/database");

  /// Redis of the platform.
  public static final Setting<String> REDIS_URL =
      url(
          "REDIS_URL",
          "Redis that keeps tasks",
          "",
          "redis://[user:password@]host[:port][/db], rediss:// with TLS");

  /// Where records are kept, and tasks unless told otherwise.
  public static final Setting<String> DATABASE_URL =
      url(
          "DATABASE_URL",
          "where records (models, reports) are kept; else where tasks are",
          "",
          "sqlite:<file> or postgresql://[user:password@]host[:port]/database");

  /// Where artifacts are kept.
  public static final Setting<String> ARTIFACTS =
      text(
          "ARTIFACTS",
          "folder of model files and other large things; else artifacts/ beside the SQLite file",
          "",
          "a folder");

  /// The bucket in place of a folder of artifacts.
  public static final Setting<String> ARTIFACTS_URL =
      matching(
          "ARTIFACTS_URL",
          "bucket that keeps artifacts, in place of a folder",
          "",
          "s3://bucket or s3://bucket/prefix",
          "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?");

  /// Where anyone reads the bucket.
  public static final Setting<String> ARTIFACTS_PUBLIC_URL =
      matching(
          "ARTIFACTS_PUBLIC_URL",
          "address under which anyone reads the bucket; else links are signed, for seven days",
          "",
          "an address such as https://cdn.example",
          WEB);

  /// Where S3 is, if not at AWS.
  public static final Setting<String> S3_ENDPOINT =
      matching(
          "S3_ENDPOINT",
          "address of S3 other than AWS's: MinIO, R2, Ceph",
          "",
          "an address such as https://minio.example:9000",
          WEB);

  /// Region of the bucket.
  public static final Setting<String> S3_REGION =
      word("S3_REGION", "region of the bucket", "us-east-1");

  /// Key for the bucket.
  public static final Setting<String> S3_ACCESS_KEY_ID =
      secret(
          "S3_ACCESS_KEY_ID", "key for the bucket; else as AWS finds it: profile, machine's role");

  /// Secret of the key.
  public static final Setting<String> S3_SECRET_ACCESS_KEY =
      secret("S3_SECRET_ACCESS_KEY", "secret that goes with S3_ACCESS_KEY_ID");

  /// Where tasks may read files.
  public static final Setting<String> DATA_ROOT =
      text("DATA_ROOT", "folder outside of which no task reads a file", ".", "a folder");

  /// Factor of the slots.
  public static final Setting<Integer> WORKER_PROCESSES =
      count(
          "WORKER_PROCESSES", "times WORKER_THREADS = tasks a worker runs at once", "1", 1, 1_000);

  /// Factor of the slots.
  public static final Setting<Integer> WORKER_THREADS =
      count(
          "WORKER_THREADS", "times WORKER_PROCESSES = tasks a worker runs at once", "8", 1, 10_000);

  /// Run limit of types that declare none.
  public static final Setting<Duration> TASK_TIMEOUT =
      time(
          "TASK_TIMEOUT",
          "longest run of a task whose type declares no limit",
          "5m",
          Duration.ofSeconds(1));

  /// Grace at shutdown.
  public static final Setting<Duration> SHUTDOWN_GRACE =
      time(
          "SHUTDOWN_GRACE",
          "how long running tasks may go on once a worker is stopped",
          "25s",
          Duration.ZERO);

  /// Length of a lease.
  public static final Setting<Duration> LEASE =
      time(
          "LEASE",
          "how long a worker may be silent before its tasks run elsewhere",
          "12s",
          Duration.ofSeconds(6));

  /// Age of finished tasks.
  public static final Setting<Duration> RETENTION =
      time(
          "RETENTION",
          "how long finished tasks are kept, unless their type says otherwise",
          "3d",
          Duration.ofSeconds(1));

  /// Age of dead letters.
  public static final Setting<Duration> DEAD_LETTER_RETENTION =
      time("DEAD_LETTER_RETENTION", "how long failed tasks are kept", "7d", Duration.ofSeconds(1));

  /// Bytes of finished tasks.
  public static final Setting<Long> RETAINED_BYTES =
      size("RETAINED_BYTES", "most bytes of finished tasks; the earliest go first", "1GiB");

  /// Bytes of dead letters.
  public static final Setting<Long> DEAD_LETTER_BYTES =
      size(
          "DEAD_LETTER_BYTES", "most bytes of failed tasks; beyond it new work is refused", "4GiB");

  /// Whether an acknowledged task survives power loss.
  public static final Setting<String> SQLITE_SYNC =
      choice(
          "SQLITE_SYNC",
          "full: a stored task survives power loss; normal: the end of a process",
          "full",
          "full",
          "normal");

  /// Weights of tiers.
  public static final Setting<Map<String, Integer>> TIERS =
      new Setting<>(
          "TIERS",
          "shares of users by tier",
          "standard=1,pro=2,vip=4",
          "name=weight,…; weights divide 5040",
          Setting::weights,
          Secrecy.OPEN);

  /// Least level of the log.
  public static final Setting<String> LOG_LEVEL =
      choice(
          "LOG_LEVEL",
          "least level of the log on standard error; default info for worker, else warn",
          "",
          "error",
          "warn",
          "info",
          "debug");

  /// How keys and tables begin.
  public static final Setting<String> NAMESPACE =
      new Setting<>(
          "NAMESPACE",
          "how keys in Redis begin, and the schema in PostgreSQL, so that stores can share a server",
          "dsw",
          "1 to 32 of a-z, 0-9 and _, beginning with a letter",
          text -> {
            check(text.matches("[a-z][a-z0-9_]{0,31}"));
            return text;
          },
          Secrecy.OPEN);

  /// Whether the existing Python producers are served.
  public static final Setting<String> LEGACY_PROTOCOL =
      choice(
          "LEGACY_PROTOCOL",
          "whether workers on Redis serve the platform's existing Python producers",
          "on",
          "on",
          "off");

  /// How readers of results know a success.
  public static final Setting<String> LEGACY_RESULT_STATUS =
      choice(
          "LEGACY_RESULT_STATUS",
          "status of a success in devskyy:results:<id>",
          "completed",
          "completed",
          "success");

  /// Where the state of a worker is told.
  public static final Setting<Integer> HEALTH_PORT =
      count(
          "HEALTH_PORT",
          "port on which a worker answers /health/live and /health/ready; 0: none",
          "0",
          0,
          65_535);

  /// Key for Tripo3D.
  public static final Setting<String> TRIPO_API_KEY =
      secret("TRIPO_API_KEY", "key for Tripo3D, which then makes 3D models");

  /// Where Tripo3D is.
  public static final Setting<String> TRIPO_URL =
      web(
          "TRIPO_URL",
          "address of Tripo3D, version 3; its region must be that of the key",
          "https://openapi.tripo3d.ai/v3");

  /// Version of Tripo's model.
  public static final Setting<String> TRIPO_MODEL =
      word("TRIPO_MODEL", "version of Tripo's model", "v3.1-20260211");

  /// Size of Tripo's models.
  public static final Setting<Integer> TRIPO_FACE_LIMIT =
      count(
          "TRIPO_FACE_LIMIT",
          "most faces of a model of Tripo; P1 makes at most 20,000",
          "30000",
          48,
          500_000);

  /// Whether Tripo's models get metal and roughness.
  public static final Setting<String> TRIPO_PBR =
      choice("TRIPO_PBR", "whether Tripo's models get metal and roughness", "on", "on", "off");

  /// Texture of Tripo's models.
  public static final Setting<String> TRIPO_TEXTURE =
      choice(
          "TRIPO_TEXTURE",
          "quality of the texture of Tripo's models; better costs more",
          "standard",
          "standard",
          "detailed",
          "extreme");

  /// Who makes 3D models.
  public static final Setting<String> GENERATE_3D_PROVIDER =
      choice(
          "GENERATE_3D_PROVIDER",
          "who makes 3D models; auto: Tripo where there is a key, else the studio in the worker",
          "auto",
          "auto",
          "tripo",
          "local");

  /// Key for FASHN.
  public static final Setting<String> FASHN_API_KEY =
      secret("FASHN_API_KEY", "key for FASHN, which then makes try-ons");

  /// Where FASHN is.
  public static final Setting<String> FASHN_URL =
      web("FASHN_URL", "address of FASHN, or of a server like it", "https://api.fashn.ai/v1");

  /// Who makes try-ons.
  public static final Setting<String> TRYON_PROVIDER =
      choice(
          "TRYON_PROVIDER",
          "who makes try-ons; auto: FASHN where there is a key, else the studio in the worker",
          "auto",
          "auto",
          "fashn",
          "local");

  /// What is done when a paid call may have happened.
  public static final Setting<String> ON_UNKNOWN =
      choice(
          "ON_UNKNOWN",
          "when a paid call may have happened and nobody can tell, and the task does not say",
          "fail",
          "fail",
          "repeat");

  /// Exceptions from the rule that inputs are fetched from public addresses only.
  public static final Setting<Set<String>> FETCH_ALLOW_HOSTS =
      new Setting<>(
          "FETCH_ALLOW_HOSTS",
          "hosts that images of inputs may be fetched from although they are not public",
          "",
          "host or host:port, several with commas",
          Setting::hosts,
          Secrecy.OPEN);

  /// The shop's site.
  public static final Setting<String> WORDPRESS_URL =
      matching(
          "WORDPRESS_URL",
          "the shop's WordPress, which shows finished models",
          "",
          "an address such as https://shop.example",
          WEB);

  /// Who uploads to it.
  public static final Setting<String> WORDPRESS_USER =
      text("WORDPRESS_USER", "user of WordPress who may upload files", "", "a user's name");

  /// His password for programs.
  public static final Setting<String> WORDPRESS_APP_PASSWORD =
      secret("WORDPRESS_APP_PASSWORD", "application password of WORDPRESS_USER");

  /// Key of the products.
  public static final Setting<String> WOOCOMMERCE_KEY =
      secret("WOOCOMMERCE_KEY", "key for the shop's WooCommerce, read and write");

  /// Secret of the key.
  public static final Setting<String> WOOCOMMERCE_SECRET =
      secret("WOOCOMMERCE_SECRET", "secret that goes with WOOCOMMERCE_KEY");

  /// What outside services ask of callers.
  public static final List<Setting<String>> PROVIDERS =
      List.of(
          TRIPO_API_KEY,
          FASHN_API_KEY,
          secret("OPENAI_API_KEY", "key for OpenAI"),
          secret("ANTHROPIC_API_KEY", "key for Anthropic"),
          secret("GOOGLE_AI_API_KEY", "key for Google AI"),
          WORDPRESS_APP_PASSWORD,
          WOOCOMMERCE_KEY,
          WOOCOMMERCE_SECRET);

  /// All of them, in the order people read them.
  public static final List<Setting<?>> ALL =
      with(
          PROVIDERS,
          QUEUE_URL,
          REDIS_URL,
          DATABASE_URL,
          ARTIFACTS,
          ARTIFACTS_URL,
          ARTIFACTS_PUBLIC_URL,
          S3_ENDPOINT,
          S3_REGION,
          S3_ACCESS_KEY_ID,
          S3_SECRET_ACCESS_KEY,
          DATA_ROOT,
          WORKER_PROCESSES,
          WORKER_THREADS,
          TASK_TIMEOUT,
          SHUTDOWN_GRACE,
          LEASE,
          RETENTION,
          DEAD_LETTER_RETENTION,
          RETAINED_BYTES,
          DEAD_LETTER_BYTES,
          SQLITE_SYNC,
          NAMESPACE,
          LEGACY_PROTOCOL,
          LEGACY_RESULT_STATUS,
          TIERS,
          LOG_LEVEL,
          HEALTH_PORT,
          GENERATE_3D_PROVIDER,
          TRIPO_URL,
          TRIPO_MODEL,
          TRIPO_FACE_LIMIT,
          TRIPO_PBR,
          TRIPO_TEXTURE,
          TRYON_PROVIDER,
          FASHN_URL,
          ON_UNKNOWN,
          FETCH_ALLOW_HOSTS,
          WORDPRESS_URL,
          WORDPRESS_USER);

  /// Its flag on the command line.
  public String flag() {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The variable that names a file with the value, for what may be secret.
  public String fileVariable() {
    return name + "_FILE";
  }

  private static List<Setting<?>> with(List<Setting<String>> last, Setting<?>... first) {
    List<Setting<?>> all = new ArrayList<>(List.of(first));
    all.addAll(last);
    return List.copyOf(all);
  }

  private static Setting<String> text(
      String name, String meaning, String fallback, String allowed) {
    return new Setting<>(name, meaning, fallback, allowed, UnaryOperator.identity(), Secrecy.OPEN);
  }

  private static Setting<String> url(String name, String meaning, String fallback, String allowed) {
    return new Setting<>(name, meaning, fallback, allowed, UnaryOperator.identity(), Secrecy.URL);
  }

  private static Setting<String> web(String name, String meaning, String fallback) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        "an address such as " + fallback,
        text -> {
          check(text.matches(WEB));
          return text;
        },
        Secrecy.OPEN);
  }

  /// Text of a pattern, or nothing.
  private static Setting<String> matching(
      String name, String meaning, String fallback, String allowed, String pattern) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        allowed,
        text -> {
          check(text.isEmpty() || text.matches(pattern));
          return text;
        },
        Secrecy.OPEN);
  }

  private static Setting<String> word(String name, String meaning, String fallback) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        "1 to 64 of letters, digits, dots, dashes and underscores",
        text -> {
          check(text.matches("[A-Za-z0-9._-]{1,64}"));
          return text;
        },
        Secrecy.OPEN);
  }

  private static Set<String> hosts(String text) {
    Set<String> hosts = new TreeSet<>();
    for (String host : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      check(host.strip().matches("[A-Za-z0-9.:\\[\\]-]{1,255}"));
      hosts.add(host.strip().toLowerCase(Locale.ROOT));
    }
    return hosts;
  }

  private static Setting<String> secret(String name, String meaning) {
    return new Setting<>(
        name, meaning, "", "as its issuer gave it", UnaryOperator.identity(), Secrecy.SECRET);
  }

  private static Setting<String> choice(
      String name, String meaning, String fallback, String... allowed) {
    List<String> choices = Arrays.asList(allowed);
    return new Setting<>(
        name,
        meaning,
        fallback,
        "one of " + String.join(", ", choices),
        text -> {
          check(text.isEmpty() || choices.contains(text));
          return text;
        },
        Secrecy.OPEN);
  }

  private static Setting<Integer> count(
      String name, String meaning, String fallback, int least, int most) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        "a whole number from %,d to %,d".formatted(least, most),
        text -> {
          int value = Integer.parseInt(text);
          check(value >= least && value <= most);
          return value;
        },
        Secrecy.OPEN);
  }

  private static Setting<Duration> time(
      String name, String meaning, String fallback, Duration least) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        "a time of at least %s, such as 90s, 5m, 12h, 3d; a bare number is seconds"
            .formatted(Quantities.exact(least)),
        text -> {
          Duration value = Quantities.duration(text);
          check(value.compareTo(least) >= 0);
          return value;
        },
        Secrecy.OPEN);
  }

  private static Setting<Long> size(String name, String meaning, String fallback) {
    return new Setting<>(
        name,
        meaning,
        fallback,
        "a size of at least 1MiB, such as 512MiB, 4GiB",
        text -> {
          long value = Quantities.bytes(text);
          check(value >= 1 << 20);
          return value;
        },
        Secrecy.OPEN);
  }

  private static Map<String, Integer> weights(String text) {
    Map<String, Integer> weights = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split("=", -1);
      check(pair.length == 2 && pair[0].matches("[a-z][a-z0-9_-]{0,63}"));
      int weight = Integer.parseInt(pair[1]);
      check(weight >= 1 && 5_040 % weight == 0);
      weights.put(pair[0], weight);
    }
    return weights;
  }

  private static void check(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException("not allowed");
    }
  }
}
