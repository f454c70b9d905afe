package com.devskyy.engine.store;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps tasks. Every verb is one atomic change or one consistent read, takes a list and answers in
/// the same order. A list longer than [#MAX_BATCH] is refused with `IllegalArgumentException`. The
/// items of one call are treated one after another.
///
/// **Time.** All times are the store's, in whole milliseconds. Callers pass `now` from [#clock()];
/// a store never looks at another clock. Times passed in are cut to milliseconds.
///
/// **States.** A task is inserted `queued` when it is due at `now`, else `scheduled`. A claim makes
/// it `processing`. See [Transition] and [Change] for the rest; nothing else changes a status but
/// [#advance].
///
/// **Order.** By level ([LevelTurns]) and, within one, by tag ([FairShare]): a task is tagged when
/// it becomes due and not again until it becomes due anew. The floor of a level (its virtual time
/// while empty) becomes, whenever a call takes the last waiting task out of the level (by claim,
/// cancel, expiry, reprioritising, purge), the greatest tag which that call took out of it, if that
/// is more than the floor. Suspects ([Task#isSuspect()]) wait apart from the levels: they have no
/// tag, touch no floor, and are taken in order of id.
///
/// **Fencing.** A write is refused ([Write.Answer#LOST]) unless task, run and token are those
/// stored. A lease past its end that nobody has rescued is still good. What an attempt wrote that
/// ended itself stays comparable, so that repeating it says [Write.Answer#ALREADY_APPLIED] until
/// the task is claimed again. After a rescue everything is LOST, also what was applied before: else
/// a late owner could take the intent it repeats for the right to start.
///
/// **Failing.** Every verb may throw [StoreException]; then it has done nothing, or (only when the
/// connection was lost between request and answer) all of it, and repeating it with the same ids,
/// request number or write numbers is safe.
///
/// Implementations are thread-safe. They are proved by `TaskStoreContract` in `engine-testkit`;
/// none skips a test.
public interface TaskStore extends AutoCloseable {
  /// Most items of one call.
  int MAX_BATCH = 500;

  /// Most bytes of an input or a result: 8 MiB.
  int MAX_PAYLOAD = 8 << 20;

  /// Most bytes of a step's value: 64 KiB.
  int MAX_STEP = 64 << 10;

  /// Most tasks one call looks at to serve a filter or a position.
  int MAX_SCAN = 10_000;

  /// Most lines kept of a task's log.
  int MAX_LOG_LINES = 10_000;

  /// Refuses a list that is longer than one call may have; for implementations.
  static void checkBatch(List<?> items) {
    if (items.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "at most %d items in one call, were %d".formatted(MAX_BATCH, items.size()));
    }
  }

  /// The store's clock: where every `now` must come from. Cheap; a remote store answers from an
  /// offset it measured.
  InstantSource clock();

  /// What this store was opened with.
  StoreSettings settings();

  /// Stores tasks, all or none of them. A task whose id is known is left as it is; one whose unique
  /// key a live task of its type holds (earlier ones of the same call included) is not stored.
  ///
  /// A due task is tagged here, in the order of the list.
  ///
  /// @param tasks at most [#MAX_BATCH]
  /// @throws StoreException kind FULL when failed tasks alone fill the store and one of these is
  ///     neither known nor a duplicate
  List<InsertAnswer> insert(List<NewTask> tasks, Instant now);

  /// Gives leases. For each queue asked for that is not paused, tasks are taken as [LevelTurns] and
  /// the tags say; the total is shared between the queues one task each, round and round, in the
  /// order of the request, until slots, tasks or the total run out. A task whose deadline is not
  /// after `now` is ended as `expired` instead of leased (it counts as no start; the claim goes on
  /// to the next).
  ///
  /// A leased task becomes `processing`, `run` + 1, with a fresh token and an end at `now` + lease.
  ///
  /// **Suspects.** At most one is handled at a time in the whole store. When one is queued in a
  /// queue asked for, none is running and no other worker has been chosen within the last lease: an
  /// idle asker gets the one with the least id, and only it ([Claimed.Leased#alone()]), and is
  /// chosen no longer; any other asker is chosen (again) and gets [Claimed#drain()]. Suspects whose
  /// deadline has passed are ended when an idle asker meets them; if none is left, the claim goes
  /// on as usual.
  ///
  /// **Repeated.** The last claim of a worker, and whether it was to drain, is remembered for a
  /// day, also when the worker is gone.
  Claimed claim(ClaimRequest request);

  /// Writes what attempts have to say, in order; each is judged by itself.
  ///
  /// @param writes at most [#MAX_BATCH]
  List<Write.Answer> apply(List<Write> writes, Instant now);

  /// Sets the end of each lease still held to `now` + lease.
  ///
  /// @param leases at most [#MAX_BATCH]
  List<Extended> extend(List<Lease> leases, Instant now);

  /// Lets time do its work, each kind at most `max` tasks, and in this order:
  ///
  /// 1. asks the [RescueGate];
  /// 2. expires waiting, scheduled, queued and retrying tasks whose deadline is not after `now`
  ///    (error `Expired`), in order of deadline, then id;
  /// 3. makes due scheduled and retrying tasks `queued`, tagged in order of due time, then id;
  /// 4. if the gate allows, judges every ended lease by [RescueRule]: back to `queued` with tag `V`
  ///    and no turn charged, the attempt unspent; a crash counts one crash, and makes it a suspect
  ///    from the second on. The [RescueRule#MAX_ALONE_CRASHES]th crash of a task that ran alone
  ///    ends it as `failed` (`WorkerCrash`, with a report that names worker, host and times). A
  ///    task asked to cancel is `cancelled` instead of queued, also then. In order of the leases'
  ///    ends, then id; those not decided yet do not count towards `max`;
  /// 5. trims ended tasks once they are as old as their retention, then by bytes, with all that
  ///    belongs to them but a unique key held for a period; drops clocks that V has passed, unique
  ///    keys past their period, and workers whose heartbeat is over a day old.
  ///
  /// Any number of workers call it, about once a second each; with nothing to do it must cost next
  /// to nothing.
  Advanced advance(Instant now, int max);

  /// Writes a worker, its types and its heartbeat (`now`). A worker that says GONE is removed;
  /// leases it still has are then those of a dead worker.
  void register(WorkerRecord worker, Instant now);

  /// Does what an operator asks.
  Changed change(Selection selection, Change change, Instant now);

  /// Reads tasks; unknown ids are absent from the answer.
  ///
  /// @param ids at most [#MAX_BATCH]
  Map<TaskId, Task> find(List<TaskId> ids);

  /// Reads a page.
  TaskPage list(TaskQuery query);

  /// Reads what belongs to a task; [History#NONE] for an unknown one.
  History history(TaskId id);

  /// Where a queued task stands; empty when it is not queued.
  Optional<Position> position(TaskId id);

  /// How many tasks there are.
  Counts counts();

  /// Who works, and what types are known.
  Registry registry();

  /// Looks at the server behind this store: its settings, its room, its clock. Empty where there is
  /// nothing to look at.
  default List<Advice> advice() {
    return List.of();
  }

  /// Tells a listener of changes as they are stored, also those of other processes, as far as it
  /// learns of them. The listener is called on threads of the store or of whoever made the change,
  /// by several at once; it must return at once and call no store, but for a hint from
  /// [elsewhere][Hint#elsewhere].
  ///
  /// @return ends the subscription
  AutoCloseable subscribe(Consumer<Hint> listener);

  /// Ends what was started; safe to call twice.
  @Override
  void close();
}
