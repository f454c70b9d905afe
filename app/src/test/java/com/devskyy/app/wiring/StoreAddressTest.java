package com.devskyy.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Screen;
import com.devskyy.app.settings.Settings;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreAddressTest {
  private static final Path FOLDER = Path.of("/srv/shop");

  private static StoreAddress read(String url) {
    return StoreAddress.read(url, "QUEUE_URL", FOLDER).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite:a/b.db, /srv/shop/a/b.db",
    "sqlite:///a/b.db, /srv/shop/a/b.db",
    "sqlite:////a/b.db, /a/b.db",
    "sqlite:/a/b.db, /a/b.db",
    "jdbc:sqlite:b.db, /srv/shop/b.db"
  })
  void aFileIsFoundFromTheFolder(String url, Path file) {
    assertThat(read(url))
        .isInstanceOfSatisfying(
            StoreAddress.Sqlite.class, sqlite -> assertThat(sqlite.file()).isEqualTo(file));
    assertThat(read(read(url).url()))
        .isInstanceOfSatisfying(
            StoreAddress.Sqlite.class, sqlite -> assertThat(sqlite.file()).isEqualTo(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://h",
        "rediss://u:p@h:1/2",
        "redis-sentinel://a:1,b:2/main",
        "rediss-sentinel://a/main",
        "rediss-cluster://a",
        "valkey://h",
        "valkeys://u:p@h",
        "valkey-cluster://h"
      })
  void aRedisIsKnownByItsScheme(String url) {
    assertThat(read(url))
        .isEqualTo(new StoreAddress.Server(StoreAddress.Server.Kind.REDIS, url, "QUEUE_URL"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"postgresql://h/db", "postgres://u:p@h:1/db", "jdbc:postgresql://h/db?user=u"})
  void aPostgreSqlIsKnownByItsScheme(String url) {
    assertThat(read(url))
        .isEqualTo(new StoreAddress.Server(StoreAddress.Server.Kind.POSTGRESQL, url, "QUEUE_URL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.db", "mysql://h/db", "sqlite:", "sqlite::memory:", "sqlite://h/b"})
  void anythingElseIsNoAddress(String url) {
    assertThat(StoreAddress.read(url, "QUEUE_URL", FOLDER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:s3cr/e@t@host:6379/0",
        "redis://:s3cr?et@host",
        "valkeys://u:s3cret@host",
        "rediss://worker:s3cret@host",
        "postgresql://u:s3cret@host:5432/db",
        "jdbc:postgresql://host/db?user=s3cret&ssl=true&password=s3cret"
      })
  void whatIsShownHasNoSecret(String url) {
    assertThat(read(url).text()).contains("***", "host").doesNotContain("s3cr", "e@t");
    assertThat(read(url)).asString().doesNotContain("s3cr");
  }

  private static Settings settings(Map<String, String> environment) {
    var nowhere = new Screen(new PrintStream(OutputStream.nullOutputStream()), false, 80);
    return Settings.of(
        Map.of(),
        new Host(
            "devskyy",
            environment,
            FOLDER,
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            () -> Instant.EPOCH,
            () -> 0,
            new Random(1)));
  }

  /// Settings that are given, each with an address of its own, and which of them decide.
  @ParameterizedTest
  @CsvSource({
    "'', default, default",
    "DATABASE_URL, DATABASE_URL, DATABASE_URL",
    "REDIS_URL, REDIS_URL, default",
    "REDIS_URL DATABASE_URL, REDIS_URL, DATABASE_URL",
    "QUEUE_URL, QUEUE_URL, QUEUE_URL",
    "QUEUE_URL DATABASE_URL, QUEUE_URL, DATABASE_URL",
    "QUEUE_URL REDIS_URL, QUEUE_URL, QUEUE_URL",
    "QUEUE_URL REDIS_URL DATABASE_URL, QUEUE_URL, DATABASE_URL"
  })
  void whereTasksAreIsSaidByTheFirstOfThreeAndWhereRecordsAreByTheLast(
      String given, String ofQueue, String ofRecords) {
    Map<String, String> all =
        Map.of(
            "QUEUE_URL", "sqlite:queue.db",
            "REDIS_URL", "redis://host",
            "DATABASE_URL", "postgresql://host/db",
            "default", StoreAddress.DEFAULT);
    Map<String, String> environment = new HashMap<>(all);
    environment.keySet().retainAll(List.of(given.split(" ", -1)));
    Settings settings = settings(environment);
    StoreAddress queue = StoreAddress.ofQueue(settings, FOLDER);
    assertThat(queue.origin()).isEqualTo(ofQueue);
    assertThat(queue.text()).isEqualTo(all.get(ofQueue));
    StoreAddress records = StoreAddress.ofRecords(settings, FOLDER);
    assertThat(records.origin()).isEqualTo(ofRecords);
    assertThat(records.text()).isEqualTo(all.get(ofRecords));
  }

  @Test
  void recordsBesideAQueueOnRedisAreInAFile() {
    Settings settings = settings(Map.of("QUEUE_URL", "redis://host"));
    assertThat(StoreAddress.ofQueue(settings, FOLDER).isRedis()).isTrue();
    assertThat(StoreAddress.ofRecords(settings, FOLDER).text()).isEqualTo(StoreAddress.DEFAULT);
  }

  @Test
  void artifactsLieBesideAFileAndElseBelowTheFolder() {
    assertThat(read("sqlite:a/b.db").artifacts(FOLDER)).hasToString("/srv/shop/a/artifacts");
    assertThat(read("redis://h").artifacts(FOLDER)).hasToString("/srv/shop/data/artifacts");
  }
}
