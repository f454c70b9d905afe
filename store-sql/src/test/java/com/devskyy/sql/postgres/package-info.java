/// Tests of parts of the PostgreSQL store that nobody outside sees.
@NullMarked
package com.devskyy.sql.postgres;

import org.jspecify.annotations.NullMarked;
