package com.devskyy.bench.queue;

/// How a run was made.
///
/// @param loadBefore see [Machine#load()]
/// @param brief whether its figures say nothing
record Facts(Machine machine, double loadBefore, double loadAfter, int rounds, boolean brief) {}
