package com.devskyy.tasks.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.MemoryRecords;
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

  private final MemoryRecords records = new MemoryRecords();

  private Gate gate() {
    return new Gate("Tripo", records, new JsonCodec(), clock);
  }

  @Test
  void troubleClosesItForEverybodyTwiceAsLongEachTime() {
    List<Gate> workers = List.of(gate(), gate());
    for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300, 300}) {
      Duration rest = Duration.ofSeconds(seconds);
      assertThat(workers.getFirst().strike()).isEqualTo(rest);
      assertThat(workers.getLast().closedFor()).contains(rest);
      clock.advance(rest);
      assertThat(workers.getLast().closedFor()).isEmpty();
      workers = workers.reversed();
    }
    workers.getFirst().well();
    assertThat(workers.getLast().strike()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void manyThatFailAtOnceAreOneTrouble() {
    for (int i = 0; i < 40; i++) {
      assertThat(gate().strike()).isEqualTo(Duration.ofSeconds(5));
    }
    assertThat(gate().closedFor()).contains(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(5));
    assertThat(gate().strike()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatTheServiceAskedForStandsWhateverSucceedsMeanwhile() {
    gate().close(Duration.ofMinutes(1));
    gate().strike();
    gate().well();
    assertThat(gate().closedFor()).contains(Duration.ofMinutes(1));
    gate().close(Duration.ofSeconds(1));
    assertThat(gate().closedFor()).contains(Duration.ofMinutes(1));
  }
}
