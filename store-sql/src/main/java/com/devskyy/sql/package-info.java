/// The task store in SQL. [com.devskyy.sql.SqliteStore] opens one on an embedded SQLite file; what
/// it must do is said on [com.devskyy.engine.store.TaskStore].
///
/// May depend on the engine's values and store seam, the JDK and the JDBC driver; it alone of all
/// modules uses `java.sql`.
@NullMarked
package com.devskyy.sql;

import org.jspecify.annotations.NullMarked;
