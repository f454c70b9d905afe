package com.devskyy.sql.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.Advice.Grade;
import com.devskyy.engine.store.StoreException;
import com.devskyy.servers.PostgresServer;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a real server is said to lack.
@Timeout(120)
final class ExaminingTest {
  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server =
        PostgresServer.start(Map.of("max_prepared_transactions", "2", "max_connections", "40"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Connection connect(PostgresServer to) throws SQLException {
    return DriverManager.getConnection(to.jdbcUrl("postgres"), to.user(), "");
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection = connect(server);
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static Map<String, Advice> bySubject(List<Advice> advice) {
    return advice.stream().collect(Collectors.toMap(Advice::subject, it -> it));
  }

  /// As a store on it says, which an operator sees.
  private static Map<String, Advice> advice(PostgresServer of) {
    try (var store =
        PostgresStore.open(PostgresSettings.ofUrl(of.url()), new SplittableRandom(1))) {
      return bySubject(store.tasks().advice());
    }
  }

  /// As any transaction were an old one.
  private static Map<String, Advice> adviceWhereAllIsOld() throws SQLException {
    try (Connection connection = connect(server)) {
      return bySubject(Examining.advice(connection, 5, Duration.ZERO));
    }
  }

  @Test
  void aServerFitForTasksIsFoundFit() {
    Map<String, Advice> advice = advice(server);
    assertThat(advice.get("server").said()).startsWith("PostgreSQL ");
    assertThat(advice.values()).extracting(Advice::grade).containsOnly(Grade.OK);
    assertThat(advice)
        .containsKeys("role", "durability", "autovacuum", "vacuum", "connections")
        .doesNotContainKey("replication");
    assertThat(advice.get("connections").said()).contains("a worker takes up to 5");
  }

  @Test
  void whatLosesOrSlowsTasksIsSaidWithWhatToChange() {
    try (var careless =
        PostgresServer.start(
            Map.of("fsync", "off", "full_page_writes", "off", "autovacuum", "off"))) {
      Map<String, Advice> advice = advice(careless);
      assertThat(advice.get("durability").grade()).isEqualTo(Grade.BAD);
      assertThat(advice.get("durability").remedy().orElseThrow()).contains("fsync = on");
      assertThat(advice.get("autovacuum").grade()).isEqualTo(Grade.BAD);
      assertThat(advice.get("autovacuum").remedy().orElseThrow()).contains("autovacuum = on");
    }
    try (var hasty =
        PostgresServer.start(Map.of("synchronous_commit", "off", "full_page_writes", "on"))) {
      assertThat(advice(hasty).get("durability").grade()).isEqualTo(Grade.NOTE);
      assertThat(advice(hasty).get("durability").said()).contains("last second");
    }
    try (var torn = PostgresServer.start(Map.of("full_page_writes", "off"))) {
      assertThat(advice(torn).get("durability").said()).contains("half written");
    }
  }

  @Test
  void whoHoldsBackVacuumIsNamed() throws SQLException {
    try (Connection idle = connect(server)) {
      idle.setAutoCommit(false);
      try (var statement = idle.createStatement();
          var pid = statement.executeQuery("SELECT pg_backend_pid()")) {
        pid.next();
        Advice advice = adviceWhereAllIsOld().get("vacuum");
        assertThat(advice.grade()).isEqualTo(Grade.NOTE);
        assertThat(advice.said()).contains("process " + pid.getInt(1), "idle in a transaction");
        assertThat(advice.remedy().orElseThrow()).contains("terminate_backend(" + pid.getInt(1));
      }
    }
    try (Connection preparing = connect(server);
        var statement = preparing.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("CREATE TABLE left_over (n int)");
      statement.execute("PREPARE TRANSACTION 'forgotten'");
      assertThat(adviceWhereAllIsOld().get("vacuum").remedy().orElseThrow())
          .contains("ROLLBACK PREPARED 'forgotten'");
      statement.execute("ROLLBACK PREPARED 'forgotten'");
    }
    run("SELECT pg_create_physical_replication_slot('gone', true)");
    assertThat(adviceWhereAllIsOld().get("replication").said()).contains("slot gone");
    run("SELECT pg_drop_replication_slot('gone')");
  }

  @Test
  void aUserWhoMayNotSeeOthersIsToldSo() throws SQLException {
    run("CREATE ROLE shop LOGIN CONNECTION LIMIT 4");
    try (Connection _ = connect(server);
        Connection shop = DriverManager.getConnection(server.jdbcUrl("postgres"), "shop", "")) {
      Map<String, Advice> advice = bySubject(Examining.advice(shop, 5));
      assertThat(advice.get("vacuum").said()).contains("cannot be seen");
      assertThat(advice.get("vacuum").remedy().orElseThrow()).contains("pg_read_all_stats");
      assertThat(advice.get("connections").grade()).isEqualTo(Grade.NOTE);
      assertThat(advice.get("connections").said()).contains("3 more can be had");
    }
    run("DROP ROLE shop");
  }

  @Test
  void aStandbyAndAReadOnlyUserAreSaidToTakeNoTask() throws SQLException {
    run(
        "CREATE ROLE reader SUPERUSER LOGIN",
        "ALTER ROLE reader SET default_transaction_read_only = on");
    try (Connection reader =
        DriverManager.getConnection(server.jdbcUrl("postgres"), "reader", "")) {
      assertThat(bySubject(Examining.advice(reader, 5)).get("role").said()).contains("read-only");
    }
    run("DROP ROLE reader");
    try (var standby = PostgresServer.start()) {
      advice(standby);
      standby.stop();
      standby.startAgainAsStandby();
      Advice role = advice(standby).get("role");
      assertThat(role.grade()).isEqualTo(Grade.BAD);
      assertThat(role.said()).contains("standby");
      assertThat(role.remedy().orElseThrow()).contains("primary");
      try (var store =
          PostgresStore.open(PostgresSettings.ofUrl(standby.url()), new SplittableRandom(1))) {
        assertThatThrownBy(() -> store.tasks().advance(store.tasks().clock().instant(), 10))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY));
      }
    }
  }
}
