/// How [com.devskyy.sql.SqlTaskStore] works: one class per duty, no other module's business.
///
/// Start with [com.devskyy.sql.internal.Writer], which gathers callers into transactions, then
/// [com.devskyy.sql.internal.Inserting], [com.devskyy.sql.internal.Claiming] and
/// [com.devskyy.sql.internal.Applying], which are a task's way. The tables are described in
/// `sqlite/0001_store.sql`.
@NullMarked
package com.devskyy.sql.internal;

import org.jspecify.annotations.NullMarked;
