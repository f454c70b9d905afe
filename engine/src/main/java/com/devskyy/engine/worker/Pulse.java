package com.devskyy.engine.worker;

import java.time.Duration;

/// How a worker is, for whoever watches it from outside.
///
/// @param stopping whether it was told to stop, and claims nothing any more
/// @param storeAnswers whether the store answered when it was last asked
/// @param sinceRound how long ago its claiming thread began to ask for work, whatever came of it
/// @param sinceClaim how long ago the store last answered such a request
/// @param sinceHeartbeat how long ago the store last took its heartbeat
public record Pulse(
    boolean stopping,
    boolean storeAnswers,
    Duration sinceRound,
    Duration sinceClaim,
    Duration sinceHeartbeat) {}
