/// How [com.devskyy.sql.PostgresStore] works: one class per duty, no other module's business.
///
/// Each verb that changes something is one function in the database, so that its locks last one
/// call, whatever the client does: start with `0001_turns.sql` beside
/// [com.devskyy.sql.postgres.PostgresTaskStore], then `0001_insert.sql`, `0001_claim.sql` and
/// `0001_apply.sql`, which are a task's way. [com.devskyy.sql.postgres.Connections] repeats what a
/// broken connection was doing.
@NullMarked
package com.devskyy.sql.postgres;

import org.jspecify.annotations.NullMarked;
