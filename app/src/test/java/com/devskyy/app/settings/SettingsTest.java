package com.devskyy.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  /// For each setting four values that are allowed, and what the first is read as.
  private static final Map<Setting<?>, List<String>> ALLOWED = new HashMap<>();

  private static final Map<Setting<?>, Object> READ = new HashMap<>();

  private static <T> void allowed(Setting<T> setting, T read, String... values) {
    ALLOWED.put(setting, List.of(values));
    READ.put(setting, read);
  }

  static {
    for (Setting<String> text :
        List.of(
            Setting.QUEUE_URL,
            Setting.REDIS_URL,
            Setting.DATABASE_URL,
            Setting.ARTIFACTS,
            Setting.S3_REGION,
            Setting.S3_ACCESS_KEY_ID,
            Setting.S3_SECRET_ACCESS_KEY,
            Setting.WORDPRESS_USER,
            Setting.DATA_ROOT)) {
      allowed(text, "a", "a", "b", "c", "d");
    }
    Setting.PROVIDERS.forEach(text -> allowed(text, "a", "a", "b", "c", "d"));
    allowed(Setting.WORKER_PROCESSES, 2, "2", "3", "4", "5");
    allowed(Setting.WORKER_THREADS, 16, "16", "3", "4", "5");
    allowed(Setting.TASK_TIMEOUT, Duration.ofSeconds(600), "600", "90s", "1h30m", "1d");
    allowed(Setting.SHUTDOWN_GRACE, Duration.ZERO, "0s", "90s", "1h30m", "1d");
    allowed(Setting.LEASE, Duration.ofSeconds(6), "6s", "90s", "1h30m", "1d");
    allowed(Setting.RETENTION, Duration.ofDays(1), "1d", "90s", "1h30m", "2d");
    allowed(Setting.DEAD_LETTER_RETENTION, Duration.ofDays(1), "1d", "90s", "1h30m", "2d");
    allowed(Setting.RETAINED_BYTES, 1L << 20, "1MiB", "2MiB", "3GiB", "4GiB");
    allowed(Setting.DEAD_LETTER_BYTES, 1L << 30, "1GiB", "2MiB", "3GiB", "4GiB");
    allowed(Setting.SQLITE_SYNC, "normal", "normal", "full", "normal", "full");
    allowed(Setting.NAMESPACE, "dsw", "dsw", "a", "b_1", "shop");
    allowed(Setting.LEGACY_PROTOCOL, "off", "off", "on", "off", "on");
    allowed(
        Setting.LEGACY_RESULT_STATUS, "success", "success", "completed", "success", "completed");
    allowed(Setting.TIERS, Map.of("vip", 4), "vip=4", "vip=5", "vip=6", "vip=7");
    allowed(Setting.LOG_LEVEL, "info", "info", "warn", "debug", "error");
    allowed(
        Setting.ARTIFACTS_URL,
        "s3://models/shop",
        "s3://models/shop",
        "s3://models",
        "s3://a-b.c/x/y_z/",
        "s3://abc");
    for (Setting<String> address :
        List.of(
            Setting.TRIPO_URL,
            Setting.FASHN_URL,
            Setting.ARTIFACTS_PUBLIC_URL,
            Setting.S3_ENDPOINT,
            Setting.WORDPRESS_URL)) {
      allowed(
          address, "http://a:1/v3", "http://a:1/v3", "https://b.example", "http://c", "http://d");
    }
    allowed(Setting.TRIPO_MODEL, "P1-20260311", "P1-20260311", "a", "b", "c");
    allowed(Setting.S3_REGION, "eu-central-1", "eu-central-1", "a", "b", "c");
    allowed(Setting.TRIPO_FACE_LIMIT, 48, "48", "500000", "1000", "2000");
    allowed(Setting.TRIPO_PBR, "off", "off", "on", "off", "on");
    allowed(Setting.TRIPO_TEXTURE, "detailed", "detailed", "extreme", "standard", "detailed");
    allowed(Setting.GENERATE_3D_PROVIDER, "local", "local", "tripo", "auto", "local");
    allowed(Setting.TRYON_PROVIDER, "fashn", "fashn", "local", "auto", "fashn");
    allowed(Setting.ON_UNKNOWN, "repeat", "repeat", "fail", "repeat", "fail");
    allowed(Setting.FETCH_ALLOW_HOSTS, Set.of("minio:9000", "a"), "A,minio:9000", "b", "c", "d");
    allowed(Setting.HEALTH_PORT, 8080, "8080", "0", "1", "65535");
  }

  static List<Setting<?>> all() {
    return Setting.ALL;
  }

  private static Source source(String origin, Setting<?> setting, int choice) {
    return new Source(origin, Map.of(setting.name(), ALLOWED.get(setting).get(choice)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void flagWinsOverEnvironmentOverProjectFileOverUserFileOverDefault(Setting<?> setting) {
    List<Source> sources =
        List.of(
            source("flag", setting, 0),
            source("environment", setting, 1),
            source("project", setting, 2),
            source("user", setting, 3));
    for (int first = 0; first <= sources.size(); first++) {
      Settings settings = Settings.of(sources.subList(first, sources.size()));
      boolean isDefault = first == sources.size();
      assertThat(settings.given(setting).origin())
          .isEqualTo(isDefault ? "default" : sources.get(first).origin());
      assertThat(settings.given(setting).text())
          .isEqualTo(isDefault ? setting.fallback() : ALLOWED.get(setting).get(first));
    }
    assertThat((Object) Settings.of(sources).get(setting)).isEqualTo(READ.get(setting));
  }

  @Test
  void defaultsAreWhatTheDocumentsSay() {
    Settings settings = Settings.of(List.of());
    assertThat(settings.get(Setting.WORKER_THREADS)).isEqualTo(8);
    assertThat(settings.get(Setting.LEASE)).isEqualTo(Duration.ofSeconds(12));
    assertThat(settings.get(Setting.DEAD_LETTER_RETENTION)).isEqualTo(Duration.ofDays(7));
    assertThat(settings.get(Setting.TIERS)).containsEntry("vip", 4);
    assertThat(settings.has(Setting.QUEUE_URL)).isFalse();
  }

  @Test
  void aBadValueNamesSettingValueWhatIsAllowedAndOrigin() {
    var bad = new Source("environment", Map.of("WORKER_THREADS", "0"));
    assertThatThrownBy(() -> Settings.of(List.of(bad)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(problem.error())
                  .isEqualTo("WORKER_THREADS must be a whole number from 1 to 10,000; was \"0\"");
              assertThat(problem.why()).startsWith("it came from the environment");
              assertThat(problem.next()).isEqualTo("unset WORKER_THREADS");
            });
  }

  @Test
  void aMisspeltNameInAFileIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve(Source.FILE), "WORKER_THREDS=8\n");
    assertThatThrownBy(() -> Source.file(file))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.why()).isEqualTo("Did you mean WORKER_THREADS?"));
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(Source.environment(Map.of("QUEUE_URL", "")).values()).isEmpty();
  }

  /// Settings that may be secret, in the environment of a process.
  private static Settings read(Path folder, Map<String, String> environment) {
    List<Source> sources = new ArrayList<>(Source.secretFiles(environment, folder));
    sources.add(Source.environment(environment));
    return Settings.of(sources);
  }

  @Test
  void aSecretMayStandInAFileThatAVariableNames(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("url"), "redis://:geheim@redis:6379/0\n");
    Settings settings = read(folder, Map.of("REDIS_URL_FILE", "url"));
    assertThat(settings.get(Setting.REDIS_URL)).isEqualTo("redis://:geheim@redis:6379/0");
    assertThat(settings.given(Setting.REDIS_URL).origin()).isEqualTo("file " + file);
    assertThat(settings.shown(Setting.REDIS_URL)).isEqualTo("redis://***@redis:6379/0");
  }

  @Test
  void onlyWhatMayBeSecretMayStandInAFile(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("threads"), "3");
    assertThat(read(folder, Map.of("WORKER_THREADS_FILE", "threads")).get(Setting.WORKER_THREADS))
        .isEqualTo(8);
  }

  @Test
  void aSecretGivenTwiceIsRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("key"), "geheim");
    assertThatThrownBy(
            () -> read(folder, Map.of("OPENAI_API_KEY_FILE", "key", "OPENAI_API_KEY", "geheim")))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.error())
                  .isEqualTo("OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set");
              assertThat(problem.why()).doesNotContain("geheim");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "absent, there is no such file",
    "empty, it is empty",
    "folder, Is a directory",
    "large, it is larger than 64 KiB",
    "lines, it has more than one line",
    "binary, it is no text in UTF-8"
  })
  void aSecretsFileThatHoldsNoSecretIsRefused(String name, String why, @TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("empty"), " \n");
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("large"), "x".repeat((64 << 10) + 1));
    Files.writeString(folder.resolve("lines"), "geheim\nanother\n");
    Files.write(folder.resolve("binary"), new byte[] {'g', (byte) 0xff});
    assertThatThrownBy(() -> read(folder, Map.of("DATABASE_URL_FILE", name)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.error())
                  .isEqualTo("DATABASE_URL cannot be read from " + folder.resolve(name));
              assertThat(problem.why()).startsWith(why).doesNotContain("geheim");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"geheim", "geheim\n", "geheim\r\n"})
  void theEndOfASecretsLineIsNoPartOfIt(String content, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("key"), content);
    assertThat(read(folder, Map.of("OPENAI_API_KEY_FILE", "key")).shown(Setting.REDIS_URL))
        .isEmpty();
    assertThat(Source.secretFiles(Map.of("OPENAI_API_KEY_FILE", "key"), folder).getFirst().values())
        .containsEntry("OPENAI_API_KEY", "geheim");
  }

  @Test
  void aSecretMayLieInTheFolderWhereTheyAreMounted(@TempDir Path folder) throws Exception {
    // As Kubernetes does it: the files are links through a folder that is swapped as a whole.
    Path first = Files.createDirectory(folder.resolve("..first"));
    Files.writeString(first.resolve("redis_url"), "redis://first:6379\n");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..first"));
    Files.createSymbolicLink(folder.resolve("redis_url"), Path.of("..data/redis_url"));
    Files.writeString(folder.resolve("TRIPO_API_KEY"), "geheim");
    assertThat(mounted(folder).get(Setting.REDIS_URL)).isEqualTo("redis://first:6379");
    assertThat(mounted(folder).given(Setting.TRIPO_API_KEY).origin())
        .isEqualTo("file " + folder.resolve("TRIPO_API_KEY"));
    Path second = Files.createDirectory(folder.resolve("..second"));
    Files.writeString(second.resolve("redis_url"), "redis://second:6379\n");
    Path swap = Files.createSymbolicLink(folder.resolve("..swap"), Path.of("..second"));
    Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
    assertThat(mounted(folder).get(Setting.REDIS_URL)).isEqualTo("redis://second:6379");
    assertThat(Source.mountedSecrets(folder.resolve("absent"))).isEmpty();
  }

  private static Settings mounted(Path folder) {
    return Settings.of(Source.mountedSecrets(folder));
  }

  @Test
  void noPasswordIsShown() {
    Settings settings =
        Settings.of(
            List.of(
                new Source(
                    "environment",
                    Map.of(
                        "REDIS_URL", "redis://:p@ss/word@redis:6379/0",
                        "DATABASE_URL", "jdbc:postgresql://db/skyy?user=u&password=pass&ssl=true",
                        "TRIPO_API_KEY", "pass"))));
    assertThat(Setting.ALL).map(settings::shown).noneMatch(shown -> shown.contains("ss/w"));
    assertThat(settings.shown(Setting.DATABASE_URL))
        .isEqualTo("jdbc:postgresql://db/skyy?user=***&password=***&ssl=true");
    assertThat(settings.shown(Setting.PROVIDERS.getFirst())).isEqualTo("***");
  }
}
