package com.devskyy.engine;

/// A task type and the code that does it, as given to a worker.
public record ServedType<I, O>(TaskType<I, O> type, TaskHandler<I, O> handler) {}
