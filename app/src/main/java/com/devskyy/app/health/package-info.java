/// What a worker tells of itself to whoever starts and watches it: a container engine, a service
/// manager, a load balancer.
///
/// [com.devskyy.app.health.Health] judges a worker's pulse, [com.devskyy.app.health.HealthServer]
/// answers over HTTP, [com.devskyy.app.health.Probe] is the program that asks. A worker that has no
/// store is not ready, but it lives: to start it again would help nobody.
///
/// May depend on the engine's worker and on `app.text`; knows no settings and no store.
@NullMarked
package com.devskyy.app.health;

import org.jspecify.annotations.NullMarked;
