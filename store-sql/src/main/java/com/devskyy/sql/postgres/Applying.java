package com.devskyy.sql.postgres;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes what attempts have to say.
final class Applying {
  private static final String COMPLETE =
      "SELECT answers FROM complete(?::text, ?::bigint, ?::text[], ?::int[], ?::bigint[],"
          + " ?::int[], ?::bytea[])";
  private static final String APPLY =
      "SELECT answers, claimable FROM apply(?::text, ?::bigint, ?::text[], ?::int[],"
          + " ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::double precision[], ?::text[],"
          + " ?::text[], ?::text[], ?::bytea[], "
          + TaskArrays.PARAMETERS
          + ")";
  private static final Write.Answer[] ANSWERS = {
    Write.Answer.APPLIED, Write.Answer.ALREADY_APPLIED, Write.Answer.LOST
  };

  private final QueueRefs queues;
  private final String process;

  /// @param claimable queues that got something to claim
  record Answer(List<Write.Answer> answers, Set<TypeName> claimable) {}

  Applying(QueueRefs queues, String process) {
    this.queues = queues;
    this.process = process;
  }

  /// See `TaskStore.apply`. Does not wait for the disk.
  Answer apply(Connection connection, List<Write> writes, Instant now) throws SQLException {
    if (writes.isEmpty()) {
      return new Answer(List.of(), Set.of());
    }
    Columns columns = new Columns(writes);
    return columns.plain ? complete(connection, columns, now) : applyAny(connection, columns, now);
  }

  private Answer complete(Connection connection, Columns columns, Instant now) throws SQLException {
    return Statements.query(
        connection,
        COMPLETE,
        rows -> {
          rows.next();
          return new Answer(
              answers(columns.ids.length, Statements.numbersIfAny(rows, "answers")), Set.of());
        },
        process,
        now.toEpochMilli(),
        columns.ids,
        columns.runs,
        columns.tokens,
        columns.ns,
        columns.bytes);
  }

  private Answer applyAny(Connection connection, Columns columns, Instant now) throws SQLException {
    var claimable = new HashSet<TypeName>();
    columns.children.forEach(child -> claimable.add(child.type()));
    var children = new TaskArrays(connection, queues, columns.children);
    var refs = new HashSet<Integer>();
    List<Write.Answer> answers =
        Statements.query(
            connection,
            APPLY,
            rows -> {
              rows.next();
              Integer[] queued = Statements.numbersIfAny(rows, "claimable");
              if (queued != null) {
                refs.addAll(Arrays.asList(queued));
              }
              return answers(columns.ids.length, Statements.numbersIfAny(rows, "answers"));
            },
            children.after(
                process,
                now.toEpochMilli(),
                columns.ids,
                columns.runs,
                columns.tokens,
                columns.ns,
                columns.kinds,
                columns.numbers,
                columns.fractions,
                columns.a,
                columns.b,
                columns.c,
                columns.bytes));
    for (int ref : refs) {
      claimable.add(queues.name(connection, ref));
    }
    return new Answer(answers, claimable);
  }

  private static List<Write.Answer> answers(int count, Integer @Nullable [] codes) {
    var answers = new Write.Answer[count];
    for (int i = 0; i < count; i++) {
      answers[i] = codes == null ? Write.Answer.APPLIED : ANSWERS[codes[i]];
    }
    return List.of(answers);
  }

  /// Writes as the columns that `apply` takes; what each kind puts where is said there.
  private static final class Columns {
    final String[] ids;
    final int[] runs;
    final long[] tokens;
    final int[] ns;
    final int[] kinds;
    final @Nullable Long[] numbers;
    final @Nullable Double[] fractions;
    final @Nullable String[] a;
    final @Nullable String[] b;
    final @Nullable String[] c;
    final byte[] @Nullable [] bytes;
    final List<NewTask> children = new ArrayList<>();

    /// Whether all are completions of different tasks.
    final boolean plain;

    Columns(List<Write> writes) {
      int count = writes.size();
      ids = new String[count];
      runs = new int[count];
      tokens = new long[count];
      ns = new int[count];
      kinds = new int[count];
      numbers = new Long[count];
      fractions = new Double[count];
      a = new String[count];
      b = new String[count];
      c = new String[count];
      bytes = new byte[count][];
      var different = new HashSet<TaskId>();
      boolean allComplete = true;
      for (int i = 0; i < count; i++) {
        Write write = writes.get(i);
        ids[i] = write.lease().task().value();
        runs[i] = write.lease().run();
        tokens[i] = write.lease().token();
        ns[i] = write.n();
        different.add(write.lease().task());
        switch (write.what()) {
          case Write.End(var transition) -> end(i, transition);
          case Write.Said(var note) -> note(i, note);
        }
        allComplete &= kinds[i] == 1;
      }
      plain = allComplete && different.size() == count;
    }

    private void end(int i, Transition transition) {
      switch (transition) {
        case Transition.Complete(var result) -> {
          kinds[i] = 1;
          bytes[i] = result.bytes();
        }
        case Transition.Retry(var due, var error) -> {
          kinds[i] = 2;
          numbers[i] = due.toEpochMilli();
          error(i, error);
        }
        case Transition.Reschedule(var due) -> {
          kinds[i] = 3;
          numbers[i] = due.toEpochMilli();
        }
        case Transition.Bury(var error) -> {
          kinds[i] = 4;
          error(i, error);
        }
        case Transition.Cancel(var reason) -> {
          kinds[i] = 5;
          a[i] = reason;
        }
        case Transition.HandBack() -> kinds[i] = 6;
        case Transition.Expire(var error) -> {
          kinds[i] = 7;
          error(i, error);
        }
      }
    }

    private void error(int i, TaskError error) {
      a[i] = error.type().wire();
      b[i] = error.message();
      c[i] = error.detail();
    }

    private void note(int i, Note note) {
      switch (note) {
        case Note.Progress(var progress) -> {
          kinds[i] = 10;
          fractions[i] = progress.fraction();
          a[i] = progress.message();
        }
        case Note.Log(var at, var level, var message) -> {
          kinds[i] = 11;
          numbers[i] = at.toEpochMilli();
          a[i] = level;
          b[i] = message;
        }
        case Note.StepIntent(var name) -> {
          kinds[i] = 12;
          a[i] = name;
        }
        case Note.StepDone(var name, Json value) -> {
          kinds[i] = 13;
          a[i] = name;
          bytes[i] = value.bytes();
        }
        case Note.StepUndone(var name) -> {
          kinds[i] = 14;
          a[i] = name;
        }
        case Note.Cost(var provider, var amount, var unit) -> {
          kinds[i] = 15;
          a[i] = provider;
          b[i] = amount.toString();
          c[i] = unit;
        }
        case Note.Child(var task) -> {
          kinds[i] = 16;
          children.add(task);
          numbers[i] = (long) children.size();
        }
      }
    }
  }
}
