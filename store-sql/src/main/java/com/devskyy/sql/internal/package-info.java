/// How [com.devskyy.sql.SqliteStore] works: one class per duty, no other module's business.
///
/// Start with [com.devskyy.sql.internal.SqlTaskStore], whose verbs are commands for the
/// [com.devskyy.sql.internal.Writer], which gathers callers into transactions, or reads. Then
/// [com.devskyy.sql.internal.Inserting], [com.devskyy.sql.internal.Claiming] and
/// [com.devskyy.sql.internal.Applying], which are a task's way. What is written becomes durable in
/// [com.devskyy.sql.internal.Syncer] and reaches the file itself in
/// [com.devskyy.sql.internal.Checkpointer]; what other processes write is noticed by
/// [com.devskyy.sql.internal.WalWatch]. The tables are described in `sqlite/0001_store.sql`.
@NullMarked
package com.devskyy.sql.internal;

import org.jspecify.annotations.NullMarked;
