/// Measurements, as one command line, [Bench], with a subcommand per thing measured.
///
/// `ml` measures the sentiment model on data that the caller brings; the repository holds none of
/// other people's. The figures of a run are only comparable on the same machine; each table says
/// how many runs it is made of. This module stands above all others, may use any of them, and none
/// may use it. It is not shipped. A test runs every subcommand once on small made-up data, so that
/// none of them rots. The wall clock may be read here, as measuring time is the purpose.
@NullMarked
package com.devskyy.bench;

import org.jspecify.annotations.NullMarked;
