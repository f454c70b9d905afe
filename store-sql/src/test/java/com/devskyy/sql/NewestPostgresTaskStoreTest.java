package com.devskyy.sql;

import com.devskyy.servers.PostgresServer;

/// So does the newest PostgreSQL.
class NewestPostgresTaskStoreTest extends PostgresTaskStoreTest {
  @Override
  PostgresServer server() {
    return Postgres.newest();
  }
}
