package com.devskyy.sql;

/// So does the newest PostgreSQL.
class NewestPostgresTaskStoreTest extends PostgresTaskStoreTest {
  NewestPostgresTaskStoreTest() {
    super(new Namespaces(Postgres.newest()));
  }
}
