/// Calling outside services: the rules that hold for all of them, written once; each service has a
/// package of its own beside this one.
///
/// Knows no engine, no store and no settings: keys, addresses and the way to wait are passed in.
/// May depend on the JDK and on Jackson.
@NullMarked
package com.devskyy.providers;

import org.jspecify.annotations.NullMarked;
