package com.devskyy.engine.store;

/// Where a queued task stands: how many of its queue would start before it, by level and tag alone;
/// for a suspect, the suspects of its queue with a lesser id.
///
/// @param ahead tasks before it; exact up to [TaskStore#MAX_SCAN]
/// @param exact whether `ahead` is the number itself, not just a lower bound
public record Position(int ahead, boolean exact) {}
