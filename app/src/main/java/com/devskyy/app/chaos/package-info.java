/// `devskyy chaos`: tasks run while their workers are killed, and a verdict says what held.
///
/// [Chaos] conducts: it feeds tasks ([Feed]), starts, kills and replaces workers ([Crew]) and ends.
/// The workers are this very program in processes of their own. What their handlers really did they
/// write into files that outlive them ([Journal]); [Referee] compares that with what the store says
/// and gives a [Verdict]. It is a pure function of [Evidence], so that its tests can plant faults.
///
/// Uses host, settings, text, wiring and the engine; reaches the store through `TaskStore` alone.
@NullMarked
package com.devskyy.app.chaos;

import org.jspecify.annotations.NullMarked;
