package com.devskyy.json;

import static com.devskyy.json.Codecs.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec.UnknownFields;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  record Everything(
      String text,
      boolean flag,
      int whole,
      Long big,
      double fraction,
      BigInteger huge,
      BigDecimal exact,
      Instant time,
      Duration duration,
      LocalDate date,
      TaskStatus status,
      TaskId id,
      Optional<Inner> maybe,
      List<Optional<Integer>> list,
      Set<ErrorType> set,
      Map<TaskStatus, List<Inner>> map,
      Map<String, Object> plain,
      Object any,
      Json raw) {}

  record Inner(Optional<String> userId, Map<String, String> labels) {}

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    var seed = System.nanoTime();
    var samples = new Samples(new SplittableRandom(seed));
    for (int i = 0; i < 500; i++) {
      var value = samples.of(Everything.class);
      Json json = CODEC.encode(value);

      assertThat((Object) CODEC.decode(json, Everything.class, UnknownFields.REFUSE).value())
          .as("seed %d: %s", seed, json.text())
          .isEqualTo(value);
      assertThat(CODEC.check(json, CODEC.schema(Everything.class), UnknownFields.REFUSE)).isEmpty();
      assertThat(
              CODEC.check(
                  Json.of(CODEC.pretty(json)),
                  CODEC.schema(Everything.class),
                  UnknownFields.REFUSE))
          .isEmpty();
    }
  }

  /// Whatever bytes come, the answer is a value or violations, and both checks agree.
  @Test
  void damagedInputIsReadOrRefusedNeverMore() {
    var seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    byte[] whole = CODEC.encode(new Samples(random).of(Everything.class)).bytes();
    Json schema = CODEC.schema(Everything.class);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        int at = random.nextInt(damaged.length);
        damaged[at] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) "{}[]\",:0e-.ntf\\ ".charAt(random.nextInt(16));
      }
      Json json = Json.ofBytes(damaged);
      List<Violation> checked = CODEC.check(json, schema, UnknownFields.REFUSE);
      try {
        CODEC.decode(json, Everything.class, UnknownFields.REFUSE);
        assertThat(checked).as("seed %d: %s", seed, json.text()).isEmpty();
      } catch (InvalidInputException e) {
        // A constructor may refuse what the schema allows.
        boolean byRecord =
            e.violations().stream().anyMatch(v -> v.rule().startsWith("is not valid"));
        if (!byRecord && !e.violations().getFirst().rule().equals("must not be null")) {
          assertThat(checked).as("seed %d: %s", seed, json.text()).isEqualTo(e.violations());
        }
      }
    }
  }
}
