package com.devskyy.redis.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Packs new tasks for `insert.lua` and reads its answer.
final class Inserting {
  private Inserting() {}

  /// What tasks that wait in the same way have in common.
  private record Shape(Names.Numbered type, int level, String user, int weight) {
    static Shape of(NewTask task, Names names) {
      return new Shape(
          names.of(task.type()),
          Codes.of(task.priority().level()),
          task.userId().orElse(""),
          task.weight());
    }
  }

  /// @param aliases of the tasks, in their order; none when empty
  static List<byte[]> arguments(
      Names names, List<NewTask> tasks, List<String> aliases, long deadLetterBytes, long now) {
    Map<Shape, Integer> shapes = new LinkedHashMap<>();
    var shapeOf = new Packer();
    var values = new ArrayList<byte[]>();
    var outside = new ArrayList<byte[]>();
    var ids = new byte[tasks.size()][];
    for (int i = 0; i < tasks.size(); i++) {
      NewTask task = tasks.get(i);
      Shape shape = Shape.of(task, names);
      shapeOf.u16(shapes.computeIfAbsent(shape, _ -> shapes.size() + 1));
      ids[i] = Ids.bytes(task.id());
      values.add(ids[i]);
      Optional<String> alias = aliases.isEmpty() ? Optional.empty() : Optional.of(aliases.get(i));
      values.add(Head.pack(task, ids[i], shape.type().number(), alias, now));
      if (Head.isOutside(task)) {
        outside.add(task.input().bytes());
      }
    }
    var arguments = new ArrayList<byte[]>();
    arguments.add(Bytes.of(deadLetterBytes));
    arguments.add(Bytes.of(tasks.size()));
    arguments.add(Bytes.of(shapes.size()));
    arguments.add(shapeOf.done());
    arguments.add(order(ids));
    shapes
        .keySet()
        .forEach(
            shape -> {
              arguments.add(shape.type().text());
              arguments.add(Bytes.of(shape.level()));
              arguments.add(Bytes.of(shape.user()));
              arguments.add(Bytes.of(shape.weight()));
            });
    arguments.addAll(values);
    arguments.addAll(outside);
    return arguments;
  }

  /// The places, from 1, in order of the ids; nothing when they are in order.
  private static byte[] order(byte[][] ids) {
    boolean isInOrder = true;
    for (int i = 1; i < ids.length; i++) {
      isInOrder &= Arrays.compareUnsigned(ids[i - 1], ids[i]) < 0;
    }
    if (isInOrder) {
      return Bytes.EMPTY;
    }
    var places = new Integer[ids.length];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, (a, b) -> Arrays.compareUnsigned(ids[a], ids[b]));
    var packed = new Packer();
    for (int place : places) {
      packed.u16(place + 1);
    }
    return packed.done();
  }

  static List<InsertAnswer> answers(List<NewTask> tasks, Answers said) {
    byte[] kinds = said.bytes(0);
    byte[] holders = said.bytes(1);
    var answers = new ArrayList<InsertAnswer>(kinds.length);
    int holder = 0;
    for (int i = 0; i < kinds.length; i++) {
      TaskId id = tasks.get(i).id();
      answers.add(
          switch (kinds[i]) {
            case 'I' -> new InsertAnswer(id, InsertAnswer.Kind.INSERTED);
            case 'R' -> new InsertAnswer(id, InsertAnswer.Kind.REPEATED);
            default ->
                new InsertAnswer(
                    Ids.of(holders, Ids.BYTES * holder++), InsertAnswer.Kind.DUPLICATE);
          });
    }
    return answers;
  }

  /// A task that another one's write brings.
  static byte[] child(NewTask task, Names names, Instant now) {
    byte[] id = Ids.bytes(task.id());
    byte[] value =
        Head.pack(task, id, names.of(task.type()).number(), Optional.empty(), now.toEpochMilli());
    var packer = new Packer().bytes(id).i32(value.length).bytes(value);
    if (Head.isOutside(task)) {
      packer.bytes(task.input().bytes());
    }
    return packer.done();
  }
}
