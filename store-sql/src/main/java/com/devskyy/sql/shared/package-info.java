/// What the databases have in common: the numbers that stand for words, cursors and the walk that
/// makes a page, and telling listeners what has changed.
///
/// May depend on the engine's values and the JDK; knows neither database.
@NullMarked
package com.devskyy.sql.shared;

import org.jspecify.annotations.NullMarked;
