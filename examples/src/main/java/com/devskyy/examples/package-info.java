/// Task types of one's own: each a page, compiled here and run by a test.
///
/// May depend on the engine, the JSON codec and nothing else, as a user's own project would.
@NullMarked
package com.devskyy.examples;

import org.jspecify.annotations.NullMarked;
