/// Measurements, as one command line, [Bench], with a subcommand per thing measured.
///
/// `queue` measures the queue, beside the raw limit of its disk and beside other queues: see
/// `bench/README.md`. `ml` measures the sentiment model on data that the caller brings; the
/// repository holds none of other people's. `studio` measures what garments take to make. The
/// figures of a run are only comparable on the same machine; each table says how many runs it is
/// made of. This module may use any other but `app`, and none may use it. It is not shipped. A test
/// runs every subcommand once on small made-up data, so that none of them rots. The wall clock may
/// be read here, as measuring time is the purpose.
@NullMarked
package com.devskyy.bench;

import org.jspecify.annotations.NullMarked;
