package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@h:5433/db, jdbc:postgresql://h:5433/db, u, p",
    "postgres://u:p%40%2Fq+@h/db?sslmode=require, jdbc:postgresql://h/db?sslmode=require, u, p@/q+",
    "postgresql://u:p@q:r@h/db, jdbc:postgresql://h/db, u, p@q:r",
    "jdbc:postgresql://h/db?user=u&password=p&ssl=true, jdbc:postgresql://h/db?ssl=true, u, p",
    "postgresql://u@h/db, jdbc:postgresql://h/db, u,"
  })
  void aUrlIsReadAsPlatformsAndAsJdbcWriteIt(
      String url, String jdbcUrl, String user, String password) {
    PostgresSettings settings = PostgresSettings.ofUrl(url);
    assertThat(settings.url()).isEqualTo(jdbcUrl);
    assertThat(settings.user()).isEqualTo(user);
    assertThat(settings.password().orElse(null)).isEqualTo(password);
  }

  @Test
  void noParameterIsShownAsItMayBeASecret() {
    var settings = PostgresSettings.ofUrl("postgresql://u:s3cret@h/db?sslpassword=s3cret");
    assertThat(settings.url()).endsWith("?sslpassword=s3cret");
    assertThat(settings)
        .hasToString("PostgreSQL at jdbc:postgresql://h/db as u, namespace dsw")
        .extracting(PostgresSettings::reach)
        .hasToString(settings.toString());
  }

  @Test
  void aPortThatIsNoNumberIsRefusedWithoutParameters() {
    assertThatThrownBy(() -> PostgresSettings.ofUrl("postgresql://u@h:x/db?sslpassword=s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a number for the port")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:s3cret@h/db",
        "postgresql://u:s3cret@h",
        "postgresql://h/db?password=s3cret",
        "jdbc:postgresql://h/db"
      })
  void whatIsMissingIsSaidWithoutThePassword(String url) {
    assertThatThrownBy(() -> PostgresSettings.ofUrl(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a PostgreSQL address")
        .hasMessageNotContaining("s3cret");
  }
}
