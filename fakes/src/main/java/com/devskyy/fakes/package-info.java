/// Stand-ins for outside services, in this process, on loopback, such as
/// [com.devskyy.fakes.FakeTripo] and [com.devskyy.fakes.FakeFashn]. They keep to what is known of
/// the services (keys, states, credits, limits, errors, addresses that expire) and misbehave on
/// demand. What they promise is tested here by HTTP alone. Time is the caller's, so webhooks are
/// sent when a test says so.
///
/// Tests use them, and so does `devskyy demo --with-fakes`. They share no code with the clients
/// they stand against: a misunderstanding must not be on both sides. May depend on the JDK and
/// on Jackson.
@NullMarked
package com.devskyy.fakes;

import org.jspecify.annotations.NullMarked;
