package com.devskyy.tasks.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.json.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GateTest {
  private final FakeClock clock = new FakeClock();

  /// Records whose server is away.
  private static final class Away implements Records {
    private static StoreException away() {
      return new StoreException(StoreException.Kind.UNAVAILABLE, "the server is away", "Start it.");
    }

    @Override
    public boolean putIfAbsent(String kind, String key, Json value) {
      throw away();
    }

    @Override
    public boolean compareAndSet(String kind, String key, Json expected, Json update) {
      throw away();
    }

    @Override
    public Optional<Json> get(String kind, String key) {
      throw away();
    }

    @Override
    public List<Entry> page(String kind, String prefix, Optional<String> after, int limit) {
      throw away();
    }
  }

  @Test
  void itStandsOpenWhileTheRecordsAreAway() {
    var gate = new Gate("Tripo", new Away(), new JsonCodec(), clock);
    gate.close(Duration.ofMinutes(1));
    assertThat(gate.closedFor()).isEmpty();
    assertThat(gate.strike()).isEqualTo(Duration.ofSeconds(5));
    gate.well();
  }
}
