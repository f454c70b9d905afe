package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Style;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Applies one change to tasks by id or by filter, and says what became of it.
final class Bulk {
  private final Invocation invocation;
  private final Change change;
  private final String verb;
  private final String past;

  /// @param verb as in `cancel`
  /// @param past as in `cancelled`
  Bulk(Invocation invocation, Change change, String verb, String past) {
    this.invocation = invocation;
    this.change = change;
    this.verb = verb;
    this.past = past;
  }

  private record Counted(long count, boolean dryRun) {}

  /// Changes the tasks named.
  int ids(List<String> given, boolean dryRun, String next) {
    List<TaskId> ids = given.stream().map(id -> TaskIds.of(invocation, id)).toList();
    if (dryRun) {
      return dryRun(ids.size());
    }
    Changed changed = invocation.product().client().change(new Selection.Ids(ids), change, _ -> {});
    return report(changed, next);
  }

  /// Changes all that match.
  ///
  /// @param allowed whether a flag has allowed it
  /// @param again the command, without that flag
  int matching(
      List<Selection.Matching> selections,
      boolean dryRun,
      boolean allowed,
      String again,
      String next) {
    if (dryRun || !allowed) {
      long count = selections.stream().mapToLong(this::count).sum();
      if (dryRun) {
        return dryRun(count);
      }
      throw new Problem(
          ExitCode.NOT_ALLOWED,
          "this would %s %s".formatted(verb, tasks(count)),
          "a change of many tasks that cannot be taken back needs --yes",
          "devskyy %s --yes".formatted(again));
    }
    List<TaskId> changed = new ArrayList<>();
    List<Changed.Skipped> skipped = new ArrayList<>();
    var done = new AtomicLong();
    for (Selection.Matching selection : selections) {
      Changed part =
          invocation
              .product()
              .client()
              .change(
                  selection,
                  change,
                  step ->
                      invocation
                          .err()
                          .live(
                              Style.BUSY,
                              "%s %s"
                                  .formatted(past, tasks(done.addAndGet(step.changed().size())))));
      changed.addAll(part.changed());
      skipped.addAll(part.skipped());
    }
    invocation.err().live(Style.PLAIN, "");
    return report(new Changed(changed, skipped, false), next);
  }

  private int dryRun(long count) {
    if (invocation.isJson()) {
      invocation.printJson(new Counted(count, true));
    } else {
      invocation.out().print("would %s %s".formatted(verb, tasks(count)));
    }
    return ExitCode.OK;
  }

  private int report(Changed changed, String next) {
    if (invocation.isJson()) {
      invocation.printJson(changed);
    } else {
      changed.changed().forEach(id -> invocation.out().print(id.value()));
    }
    if (!changed.skipped().isEmpty()) {
      Changed.Skipped first = changed.skipped().getFirst();
      String summary =
          changed.changed().isEmpty()
              ? ""
              : "; %s were %s".formatted(tasks(changed.changed().size()), past);
      throw new Problem(
          ExitCode.FAILED,
          "%s could not be %s%s".formatted(tasks(changed.skipped().size()), past, summary),
          "task %s %s".formatted(first.task(), first.reason()),
          "devskyy tasks show " + first.task());
    }
    String what = "%s %s".formatted(past, tasks(changed.changed().size()));
    invocation.say(
        what,
        changed.changed().size() == 1
            ? next.replace("{id}", changed.changed().getFirst().value())
            : "tasks list");
    return ExitCode.OK;
  }

  private long count(Selection.Matching selection) {
    long count = 0;
    Optional<String> cursor = Optional.empty();
    do {
      TaskPage page =
          invocation
              .store()
              .list(
                  new TaskQuery(
                      Optional.of(selection.status()),
                      selection.type(),
                      selection.userId(),
                      selection.errorType(),
                      cursor,
                      TaskStore.MAX_BATCH));
      count += page.tasks().size();
      cursor = page.next();
    } while (cursor.isPresent());
    return count;
  }

  private static String tasks(long count) {
    return count == 1 ? "1 task" : "%,d tasks".formatted(count);
  }
}
