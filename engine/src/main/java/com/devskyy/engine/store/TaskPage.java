package com.devskyy.engine.store;

import com.devskyy.engine.Task;
import java.util.List;
import java.util.Optional;

/// A page of tasks, without their inputs and results.
///
/// @param tasks in the order of [TaskQuery]
/// @param next cursor of the next page; empty at the end
/// @param scanned tasks looked at; when it reaches [TaskStore#MAX_SCAN] the page may be short, or
///     empty, and there may still be a next one
public record TaskPage(List<Task> tasks, Optional<String> next, int scanned) {
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
