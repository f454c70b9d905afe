package com.devskyy.redis.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What can be seen of a store, but for its pages. Each is one script, so one moment.
final class Reading {
  private Reading() {}

  static Map<TaskId, Task> find(Session session, List<TaskId> ids) {
    Answers said =
        Answers.of(session.call(Script.FIND, Instant.EPOCH, ids.stream().map(Ids::bytes).toList()));
    var found = new LinkedHashMap<TaskId, Task>();
    for (int i = 0; i < ids.size(); i++) {
      byte[] value = said.bytesIfAny(4 * i);
      if (value != null) {
        found.put(
            ids.get(i),
            session.task(
                Ids.bytes(ids.get(i)),
                value,
                said.bytesIfAny(4 * i + 1),
                said.bytesIfAny(4 * i + 2),
                said.bytesIfAny(4 * i + 3)));
      }
    }
    return found;
  }

  /// The unique key of a task, when it is there and has one.
  static Optional<String> uniqueKey(Session session, TaskId id) {
    byte[] bytes = Ids.bytes(id);
    byte[] value = Answers.of(session.read(Script.PEEK, bytes)).bytesIfAny(0);
    return value == null
        ? Optional.empty()
        : Head.unpack(bytes, value).uniqueKey().map(it -> it.value());
  }

  static History history(Session session, TaskId id) {
    byte[] bytes = Ids.bytes(id);
    Answers said = Answers.of(session.read(Script.HISTORY, bytes));
    byte[] packed = said.bytesIfAny(4);
    Optional<Head> head = Optional.ofNullable(packed).map(it -> Head.unpack(bytes, it));
    return new History(
        said.list(0).all().stream().map(Runs::unpack).toList(),
        Runs.steps(said.list(1).all()),
        said.list(2).all().stream().map(Runs::line).toList(),
        said.list(3).all().stream().map(Runs::cost).toList(),
        head.flatMap(Head::uniqueKey),
        head.flatMap(Head::alias));
  }

  static Optional<Position> position(Session session, TaskId id) {
    return session.read(Script.POSITION, Ids.bytes(id)) instanceof Long ahead
        ? Optional.of(
            new Position((int) Math.min(ahead, TaskStore.MAX_SCAN), ahead <= TaskStore.MAX_SCAN))
        : Optional.empty();
  }

  static Counts counts(Session session) {
    Answers said = Answers.of(session.read(Script.COUNTS));
    Map<String, TypeName> names = new HashMap<>();
    pairs(said.list(0)).forEach((name, number) -> names.put(number, new TypeName(name)));
    Map<TypeName, Map<TaskStatus, Long>> tasks = new TreeMap<>();
    names.values().forEach(name -> tasks.put(name, new EnumMap<>(TaskStatus.class)));
    pairs(said.list(1))
        .forEach(
            (field, count) -> {
              int last = field.length() - 1;
              Map<TaskStatus, Long> of = tasks.get(names.get(field.substring(0, last)));
              if (of != null) {
                of.put(Codes.status(field.charAt(last)), Long.parseLong(count));
              }
            });
    Map<String, String> state = pairs(said.list(2));
    Map<String, Instant> oldest = oldest(said.list(3));
    var queues = new TreeMap<TypeName, Counts.Queue>();
    names.forEach(
        (number, name) ->
            queues.put(
                name,
                new Counts.Queue(
                    tasks.getOrDefault(name, Map.of()),
                    Optional.ofNullable(oldest.get(number)),
                    state.containsKey(number + "p"))));
    return new Counts(queues);
  }

  private static Map<String, Instant> oldest(Answers heads) {
    Map<String, Instant> oldest = new HashMap<>();
    for (int i = 0; i < heads.size(); i += 3) {
      oldest.merge(
          heads.text(i),
          Head.unpack(heads.bytes(i + 1), heads.bytes(i + 2)).createdAt(),
          (a, b) -> a.isBefore(b) ? a : b);
    }
    return oldest;
  }

  private static Map<String, String> pairs(Answers said) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < said.size(); i += 2) {
      pairs.put(said.text(i), said.text(i + 1));
    }
    return pairs;
  }

  static Registry registry(Session session) {
    Answers said = Answers.of(session.read(Script.REGISTRY));
    Map<TypeName, TypeRegistration> types = new TreeMap<>();
    Answers described = said.list(2);
    for (int i = 1; i < described.size(); i += 2) {
      TypeRegistration type = Workers.unpackType(described.bytes(i));
      types.put(type.name(), type);
    }
    Map<String, String> heartbeats = pairs(said.list(1));
    var workers = new ArrayList<WorkerRecord>();
    Answers records = said.list(0);
    for (int i = 0; i < records.size(); i += 2) {
      String heartbeat = heartbeats.get(records.text(i));
      if (heartbeat != null) {
        workers.add(
            Workers.unpack(
                records.text(i),
                records.bytes(i + 1),
                Instant.ofEpochMilli(Long.parseLong(heartbeat)),
                types));
      }
    }
    return new Registry(workers, List.copyOf(types.values()));
  }
}
