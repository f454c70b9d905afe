package com.devskyy.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

  @Test
  void artifactsLieBesideAFileAndElseBelowTheFolder() {
    assertThat(read("sqlite:a/b.db").artifacts(FOLDER)).hasToString("/srv/shop/a/artifacts");
    assertThat(read("redis://h").artifacts(FOLDER)).hasToString("/srv/shop/data/artifacts");
  }
}
