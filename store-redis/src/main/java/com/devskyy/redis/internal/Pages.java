package com.devskyy.redis.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists of tasks in the order of [TaskQuery]. They are read some hundred tasks at a time, so that
/// a search keeps nobody else waiting.
final class Pages {
  private static final int AT_A_TIME = 250;
  private static final int LEVELS = Priority.Level.values().length;

  private final Session session;

  Pages(Session session) {
    this.session = session;
  }

  /// In which order the cursors of a list go.
  static Comparator<String> order(Optional<TaskStatus> status) {
    boolean down = status.isEmpty() || status.get().isEnd();
    return down ? Comparator.reverseOrder() : Comparator.naturalOrder();
  }

  /// A page of a list that is already in order.
  static TaskPage page(Iterator<Segment.Placed> list, TaskQuery query) {
    var tasks = new ArrayList<Task>();
    int scanned = 0;
    Optional<String> last = Optional.empty();
    while (scanned < TaskStore.MAX_SCAN && tasks.size() < query.limit() && list.hasNext()) {
      Segment.Placed placed = list.next();
      scanned++;
      last = Optional.of(placed.cursor());
      if (matches(placed.task(), query.type(), query.userId(), query.errorType())) {
        tasks.add(placed.task());
      }
    }
    return new TaskPage(tasks, list.hasNext() ? last : Optional.empty(), scanned);
  }

  static boolean matches(
      Task task, Optional<TypeName> type, Optional<String> user, Optional<ErrorType> error) {
    return (type.isEmpty() || type.get().equals(task.type()))
        && (user.isEmpty() || user.equals(task.userId()))
        && (error.isEmpty() || error.equals(task.error().map(TaskError::type)));
  }

  /// Tasks in the order of a query, from a cursor on. Those of other types may be among them.
  Iterator<Segment.Placed> list(
      Optional<TaskStatus> status, Optional<TypeName> type, Optional<String> after, int limit) {
    int most = Math.min(limit + 1, AT_A_TIME);
    if (status.isEmpty()) {
      return new Segment(after.map(Segment::place), most, this::newest);
    }
    return switch (status.get()) {
      case WAITING -> Segment.empty();
      case PROCESSING -> processing(after, most);
      case SCHEDULED -> set("ds", "", false, after, most);
      case RETRYING -> set("dr", "", false, after, most);
      case QUEUED -> queued(type, after, most);
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> ended(status.get(), type, after, most);
    };
  }

  private List<Names.Numbered> types(Optional<TypeName> type) {
    return type.map(it -> List.of(session.names().of(it))).orElseGet(() -> session.names().all());
  }

  private Iterator<Segment.Placed> ended(
      TaskStatus end, Optional<TypeName> type, Optional<String> after, int most) {
    return new Merged(
        types(type).stream()
            .map(it -> set("e" + it.number() + Codes.of(end), "", true, after, most))
            .toList(),
        order(Optional.of(end)));
  }

  /// By type; within it suspects, then the levels downwards.
  private Iterator<Segment.Placed> queued(
      Optional<TypeName> type, Optional<String> after, int most) {
    return types(type).stream()
        .sorted(Comparator.comparing(Names.Numbered::name))
        .flatMap(it -> lines(it, after, most))
        .iterator();
  }

  private Stream<Segment.Placed> lines(Names.Numbered type, Optional<String> after, int most) {
    // A space sorts before every character of a type's name.
    var lines = new ArrayList<Segment>();
    lines.add(set("u" + type.number(), type.name() + " 0", false, after, most));
    for (int level = LEVELS - 1; level >= 0; level--) {
      String prefix = type.name() + " " + (LEVELS - level);
      lines.add(set("v" + type.number() + ":" + level, prefix, false, after, most));
    }
    return lines.stream()
        .flatMap(
            line ->
                Stream.iterate(
                        Optional.<Segment.Placed>empty(),
                        _ -> line.hasNext() ? Optional.of(line.next()) : Optional.empty())
                    .skip(1)
                    .takeWhile(Optional::isPresent)
                    .map(Optional::orElseThrow));
  }

  /// Part of a list that is one sorted set; its cursors begin with a prefix.
  private Segment set(String key, String prefix, boolean down, Optional<String> after, int most) {
    Optional<Segment.Place> place = Optional.empty();
    if (after.isPresent()) {
      int order = Segment.prefix(after.get()).compareTo(prefix);
      if (order > 0) {
        return Segment.empty();
      }
      if (order == 0) {
        place = Optional.of(Segment.place(after.get()));
      }
    }
    return new Segment(place, most, (from, limit) -> readSet(key, prefix, down, from, limit));
  }

  private List<Segment.Placed> readSet(
      String key, String prefix, boolean down, Optional<Segment.Place> after, int limit) {
    Answers said =
        Answers.of(
            session.read(
                Script.PAGE,
                Bytes.of(key),
                Bytes.of(down ? 1 : 0),
                after.map(it -> Bytes.of(it.score())).orElse(Bytes.EMPTY),
                after.map(it -> Ids.bytes(it.id())).orElse(Bytes.EMPTY),
                Bytes.of(limit)));
    var page = new ArrayList<Segment.Placed>();
    for (int i = 0; i < said.size(); i += 4) {
      page.add(
          placed(
              prefix,
              said.number(i + 1),
              session.task(said.bytes(i), said.bytes(i + 2), said.bytesIfAny(i + 3))));
    }
    return page;
  }

  private static Segment.Placed placed(String prefix, long score, Task task) {
    var place = new Segment.Place(score, task.id());
    return new Segment.Placed(place.cursor(prefix), place, task);
  }

  private List<Segment.Placed> newest(Optional<Segment.Place> after, int limit) {
    Answers said =
        Answers.of(
            session.read(
                Script.NEWEST,
                after.map(it -> Ids.bytes(it.id())).orElse(Bytes.EMPTY),
                Bytes.of(limit)));
    var page = new ArrayList<Segment.Placed>();
    for (int i = 0; i < said.size(); i += 3) {
      page.add(
          placed("", 0, session.task(said.bytes(i), said.bytes(i + 1), said.bytesIfAny(i + 2))));
    }
    return page;
  }

  /// There are as many as slots: their ids are read at once and put in order here.
  private Iterator<Segment.Placed> processing(Optional<String> after, int most) {
    Iterator<TaskId> ids =
        Answers.of(session.read(Script.LEASED)).all().stream()
            .map(Ids::of)
            .filter(id -> after.isEmpty() || id.compareTo(Segment.place(after.get()).id()) > 0)
            .sorted()
            .iterator();
    return new Segment(Optional.empty(), most, (_, limit) -> stillProcessing(ids, limit));
  }

  private List<Segment.Placed> stillProcessing(Iterator<TaskId> ids, int limit) {
    var page = new ArrayList<Segment.Placed>();
    while (page.size() < limit && ids.hasNext()) {
      var wanted = new ArrayList<byte[]>();
      while (wanted.size() < limit - page.size() && ids.hasNext()) {
        wanted.add(Ids.bytes(ids.next()));
      }
      Answers said = Answers.of(session.call(Script.PEEK, Instant.EPOCH, wanted));
      for (int i = 0; i < wanted.size(); i++) {
        byte[] value = said.bytesIfAny(2 * i);
        if (value != null) {
          Task task = session.task(wanted.get(i), value, said.bytesIfAny(2 * i + 1));
          if (task.status() == TaskStatus.PROCESSING) {
            page.add(placed("", 0, task));
          }
        }
      }
    }
    return page;
  }
}
