package com.devskyy.sql.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.store.StoreException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server says, in the words of the store.
class PostgresErrorsTest {
  private final PostgresErrors errors = new PostgresErrors("PostgreSQL at here");

  @ParameterizedTest
  @CsvSource({
    "53100, FULL, disk",
    "25006, READ_ONLY, primary",
    "42501, READ_ONLY, Grant",
    "28P01, UNAVAILABLE, password",
    "28000, UNAVAILABLE, pg_hba.conf",
    "3D000, UNAVAILABLE, createdb",
    "53300, UNAVAILABLE, max_connections",
    "XX001, CORRUPT, backup",
    "08006, UNAVAILABLE, server runs",
    "57P01, UNAVAILABLE, server runs",
    "42P01, UNAVAILABLE, server's log"
  })
  void eachStateHasItsKindAndAWayOut(String state, StoreException.Kind kind, String remedy) {
    StoreException said = errors.of(new SQLException("it failed", state));
    assertThat(said.kind()).isEqualTo(kind);
    assertThat(said.remedy()).contains(remedy);
    assertThat(said).hasMessageContaining("PostgreSQL at here").hasMessageContaining("it failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"08000", "08003", "08006", "57P01", "57P02", "57P03", "57P05", "25P03", "53300"})
  void aBrokenConnectionIsWorthANewOne(String state) {
    assertThat(PostgresErrors.isBroken(new SQLException("gone", state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03"})
  void aCollisionIsWorthTryingAgain(String state) {
    assertThat(PostgresErrors.isCollision(new SQLException("not now", state))).isTrue();
    assertThat(PostgresErrors.isBroken(new SQLException("not now", state))).isFalse();
  }

  @Test
  void anExceptionWithoutStateIsNeither() {
    var bare = new SQLException("it failed");
    assertThat(PostgresErrors.isBroken(bare)).isFalse();
    assertThat(PostgresErrors.isCollision(bare)).isFalse();
    assertThat(errors.of(bare).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
  }
}
