package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Packs a claim for `claim.lua` and reads its answer.
final class Claiming {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /// Above, the scripts' numbers are not exact, and nobody has that much.
  private static final long MOST = 1L << 52;

  private Claiming() {}

  static List<byte[]> arguments(Names names, ClaimRequest request, byte[] token, Duration lease) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(Bytes.of(request.worker()));
    arguments.add(new Packer().i64(request.n()).done());
    arguments.add(Bytes.of(request.total()));
    arguments.add(Bytes.of(Math.min(request.maxBytes(), MOST)));
    arguments.add(Bytes.of(request.idle() ? 1 : 0));
    arguments.add(token);
    arguments.add(Bytes.of(lease.toMillis()));
    arguments.add(Bytes.of(REMEMBERED.toMillis()));
    request
        .slots()
        .forEach(
            (type, slots) -> {
              if (slots > 0) {
                arguments.add(names.of(type).text());
                arguments.add(Bytes.of(slots));
              }
            });
    return arguments;
  }

  static Claimed claimed(Session session, Instant until, Answers said) {
    boolean drain = said.number(0) == 1;
    State first = said.bytes(1).length == 0 ? State.FRESH : State.unpack(said.bytes(1));
    Answers given = said.list(2);
    Answers outside = said.list(3);
    Answers untils = said.list(4);
    var leases = new ArrayList<Claimed.Leased>(given.size() / 3);
    int inputs = 0;
    for (int i = 0; i < given.size(); i += 3) {
      byte[] id = given.bytes(i);
      byte[] value = given.bytes(i + 1);
      byte[] text = given.bytes(i + 2);
      Head head = Head.unpack(id, value);
      State state = text.length == 0 ? first : State.unpack(text);
      Json input = head.isOutside() ? Json.ofBytes(outside.bytes(inputs++)) : head.input(value);
      Task task = session.task(Ids.of(id), head, state, Optional.of(input), Optional.empty());
      Instant end = untils.size() == 0 ? until : Instant.ofEpochMilli(untils.number(i / 3));
      leases.add(
          new Claimed.Leased(
              task, new Lease(task.id(), task.run(), state.token(), end), task.isSuspect()));
    }
    return new Claimed(leases, drain);
  }
}
