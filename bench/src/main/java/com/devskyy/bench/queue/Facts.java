package com.devskyy.bench.queue;

import java.util.List;

/// How a run was made.
///
/// @param servers a line for each server measured on
/// @param loadBefore see [com.devskyy.bench.run.Host#load()]
/// @param brief whether its figures say nothing
record Facts(
    Machine machine,
    List<String> servers,
    double loadBefore,
    double loadAfter,
    int rounds,
    boolean brief) {}
