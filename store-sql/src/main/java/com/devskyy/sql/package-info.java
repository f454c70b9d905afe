/// The task store in SQL: [com.devskyy.sql.SqliteStore] opens one on an embedded SQLite file,
/// [com.devskyy.sql.PostgresStore] one in a schema of a PostgreSQL database. What it must do is
/// said on [com.devskyy.engine.store.TaskStore].
///
/// In a JDBC transaction of one's own, [com.devskyy.sql.SqlTaskClient] enqueues into the same
/// PostgreSQL, [com.devskyy.sql.Outbox] with an [com.devskyy.sql.OutboxRelay] into any other store.
///
/// May depend on the engine's values, client helpers and store seam, the JDK and the JDBC drivers;
/// it alone of all modules uses `java.sql`.
@NullMarked
package com.devskyy.sql;

import org.jspecify.annotations.NullMarked;
