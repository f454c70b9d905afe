package com.devskyy.redis.internal;

import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.StoreSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Packs the arguments of `advance.lua` and reads its answer.
final class Advancing {
  private Advancing() {}

  static List<byte[]> arguments(StoreSettings settings, int max) {
    return List.of(
        Bytes.of(max),
        Bytes.of(settings.lease().toMillis()),
        Bytes.of(Times.millis(settings.retention())),
        Bytes.of(Times.millis(settings.deadLetterRetention())),
        Bytes.of(settings.retainedBytes()));
  }

  static Advanced advanced(Answers said) {
    Answers parts = said.list(5);
    var rescued = new ArrayList<Advanced.Rescued>();
    for (int i = 0; i < parts.size(); i += 4) {
      rescued.add(
          new Advanced.Rescued(
              Ids.of(parts.bytes(i)),
              parts.text(i + 1),
              parts.number(i + 2) == 1,
              parts.number(i + 3) == 1));
    }
    String nextDue = said.text(3);
    return new Advanced(
        (int) said.number(0),
        rescued,
        (int) said.number(1),
        (int) said.number(2),
        nextDue.isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(Long.parseLong(nextDue))),
        said.number(4) == 1);
  }
}
