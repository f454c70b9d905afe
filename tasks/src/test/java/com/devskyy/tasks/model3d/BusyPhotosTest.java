package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.fakes.FashnFault;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.providers.fashn.FashnSettings;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import com.devskyy.tasks.tryon.TryOnTasks;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models from photos on which the studio cannot tell the garment from what is around it.
@Timeout(120)
final class BusyPhotosTest {
  private static final String BUSY = Photos.dataUri(busy(240, 300));

  @TempDir Path folder;
  private Fleet fleet;
  private FakeFashn fashn;
  private FashnClient client;

  /// A patchwork from edge to edge.
  private static byte[] busy(int width, int height) {
    var pixels = new Pixels(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int patch = new Random(31L * (x / 20) + y / 20).nextInt();
        pixels.set(x, y, 0xff000000 | patch);
      }
    }
    return Png.encode(pixels);
  }

  @BeforeEach
  void open() {
    fleet = new Fleet(folder, Model3dTasks.TYPES);
    fashn = new FakeFashn(fleet.clock);
    fashn.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
    client =
        new FashnClient(FashnSettings.of(fashn.base(), new ApiKey(FakeFashn.KEY)), fleet.waiting());
    serve(true, com.devskyy.tasks.tryon.Maker.AUTO);
  }

  private void serve(boolean key, com.devskyy.tasks.tryon.Maker pictures) {
    var tryOn =
        new TryOnTasks(
            pictures,
            key
                ? Optional.of(new TryOnTasks.Fashn(client, fleet.service("FASHN"), OnUnknown.FAIL))
                : Optional.empty(),
            fleet.inputs,
            fleet.shelf,
            new Semaphore(1));
    fleet.serve(
        new Model3dTasks(
                Maker.AUTO,
                Optional.empty(),
                tryOn.cutOuts(),
                fleet.inputs,
                fleet.shelf,
                new Semaphore(1),
                fleet.clock,
                Optional.empty())
            .served());
  }

  @AfterEach
  void close() {
    client.close();
    fashn.close();
    assertThat(fashn.complaints()).isEmpty();
  }

  private TaskId enqueue(String more) {
    return fleet.enqueue(
        "generate_3d",
        "{\"prompt\":\"tee\",\"image_url\":\"%s\",\"user_id\":\"u\",\"seed\":1%s}"
            .formatted(BUSY, more));
  }

  private Task run(String more) {
    return fleet.toEnd(enqueue(more));
  }

  @Test
  void theGarmentIsCutOutByFashnAndTheStudioMakesTheModel() throws Exception {
    Task task = run("");
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    Map<?, ?> metadata = (Map<?, ?>) result.get("metadata");
    assertThat(metadata.get("provider")).isEqualTo("local-preview");
    assertThat(metadata.get("credits").toString()).isEqualTo("1");
    assertThat(Glb.read(fleet.file(result.get("model_url").toString())).triangles())
        .isBetween(1_000L, 30_000L);
    Map<?, ?> last = (Map<?, ?>) ((List<?>) metadata.get("files")).getLast();
    assertThat(last.get("name")).isEqualTo("cut-out.png");
    assertThat(fleet.file(last.get("url").toString())).isNotEmpty();
    assertThat(fleet.history(task.id()).costs())
        .extracting(History.Cost::provider, History.Cost::amount)
        .containsExactly(org.assertj.core.api.Assertions.tuple("fashn", BigDecimal.ONE));
    assertThat(fashn.spent()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsKilledWhereMoneyIsSpentNeverPaysTwice() {
    fleet.toEnd(enqueue(""));
    long calls = fleet.calls();
    int unknown = 0;
    for (long call = 1; call <= calls; call++) {
      close();
      open();
      fleet.plan(Fault.Plan.at(call, new Fault.CrashAfter()));
      Task task = run("");
      String where = "after call " + call;
      if (task.status() == TaskStatus.FAILED) {
        assertThat(task.error().orElseThrow().type())
            .as(where)
            .isEqualTo(ErrorType.OUTCOME_UNKNOWN);
        unknown++;
      }
      assertThat(fashn.started()).as(where).isLessThanOrEqualTo(1);
    }
    // Behind the intent; what is stored before it and behind the id leaves nothing open.
    assertThat(unknown).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"false, AUTO, auto", "true, AUTO, local", "true, LOCAL, auto"})
  void whereNobodyIsToBePaidItIsRefusedWithTheReasonAndAWayOut(
      boolean key, com.devskyy.tasks.tryon.Maker pictures, String provider) {
    serve(key, pictures);
    Task task = run(",\"provider\":\"%s\"".formatted(provider));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(task.error().orElseThrow().message())
        .startsWith("image_url: ")
        .contains("background", "FASHN_API_KEY");
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(fashn.started()).isZero();
  }

  @Test
  void whatFashnSaysIsWhatTheTaskSays() {
    fashn.next(FashnFault.OUT_OF_CREDITS);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("FASHN has no credits left");
  }
}
