package com.devskyy.engine.store;

import com.devskyy.engine.TaskId;
import java.time.Instant;

/// The right to run a task until a time. Task, run and token together fence every write of an
/// attempt: a store compares all three in the same statement or script and refuses a write of any
/// other owner.
///
/// @param task whose lease
/// @param run the run it was given for
/// @param token 64 random bits, made by the store
/// @param until when it ends unless extended, by the store's clock
public record Lease(TaskId task, int run, long token, Instant until) {}
