package com.devskyy.redis.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Packs what attempts write for `apply.lua`, and their leases for `extend.lua`; reads the answers.
final class Applying {
  private final Names names;
  private final Instant now;
  private final List<byte[]> arguments = new ArrayList<>();

  private Applying(Names names, Instant now) {
    this.names = names;
    this.now = now;
  }

  static List<byte[]> arguments(Names names, List<Write> writes, Instant now) {
    var applying = new Applying(names, now);
    writes.forEach(applying::add);
    return applying.arguments;
  }

  private void add(Write write) {
    arguments.add(Ids.bytes(write.lease().task()));
    Packer op = new Packer().i32(write.lease().run()).i64(write.lease().token()).i32(write.n());
    switch (write.what()) {
      case Write.End(var transition) -> end(op, transition);
      case Write.Said(var note) -> note(op, note, write.lease().run());
    }
  }

  private void end(Packer op, Transition transition) {
    switch (transition) {
      case Transition.Complete(var result) ->
          add(op, result.length() > Head.MAX_INLINE ? 'O' : 'C', result.bytes());
      case Transition.Retry(var due, var error) ->
          add(op.u8('R').i64(due.toEpochMilli()), Errors.pack(error));
      case Transition.Reschedule(var due) -> add(op.u8('S').i64(due.toEpochMilli()), Bytes.EMPTY);
      case Transition.Bury(var error) -> add(op, 'B', Errors.pack(error));
      case Transition.Expire(var error) -> add(op, 'E', Errors.pack(error));
      case Transition.Cancel(var reason) -> add(op, 'X', cancelled(reason));
      case Transition.HandBack() -> add(op, 'H', Bytes.EMPTY);
    }
  }

  static byte[] cancelled(String reason) {
    return Errors.pack(new TaskError(ErrorType.CANCELLED, reason));
  }

  private void note(Packer op, Note note, int run) {
    switch (note) {
      case Note.Progress(var progress) -> add(op, 'P', State.pack(progress));
      case Note.Log(var at, var level, var message) ->
          add(op, 'L', Runs.line(at, run, level, message));
      case Note.StepIntent(var name) -> add(op, 'I', Bytes.of(name));
      case Note.StepDone(var name, var value) -> {
        byte[] utf8 = Bytes.of(name);
        add(op.u8('D').u16(utf8.length), new Packer().bytes(utf8).bytes(value.bytes()).done());
      }
      case Note.StepUndone(var name) -> add(op, 'U', Bytes.of(name));
      case Note.Cost(var provider, var amount, var unit) ->
          add(op, 'M', Runs.cost(provider, amount, unit));
      case Note.Child(var task) -> add(op, 'N', Inserting.child(task, names, now));
    }
  }

  private void add(Packer op, char kind, byte[] payload) {
    add(op.u8(kind), payload);
  }

  private void add(Packer op, byte[] payload) {
    arguments.add(op.done());
    arguments.add(payload);
  }

  static List<Write.Answer> answers(byte[] said) {
    var answers = new ArrayList<Write.Answer>(said.length);
    for (byte each : said) {
      answers.add(
          switch (each) {
            case 'A' -> Write.Answer.APPLIED;
            case 'T' -> Write.Answer.ALREADY_APPLIED;
            default -> Write.Answer.LOST;
          });
    }
    return answers;
  }

  static List<byte[]> extensions(List<Lease> leases, Duration lease) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(Bytes.of(lease.toMillis()));
    for (Lease each : leases) {
      arguments.add(Ids.bytes(each.task()));
      arguments.add(new Packer().i32(each.run()).i64(each.token()).done());
    }
    return arguments;
  }

  static List<Extended> extended(List<Lease> leases, Instant until, byte[] said) {
    var answers = new ArrayList<Extended>(said.length);
    for (int i = 0; i < said.length; i++) {
      answers.add(
          switch (said[i]) {
            case 'H' -> new Extended(true, false, until);
            case 'C' -> new Extended(true, true, until);
            default -> new Extended(false, false, leases.get(i).until());
          });
    }
    return answers;
  }
}
