package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.fakes.FakeTripo;
import com.devskyy.fakes.FashnFault;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.providers.fashn.FashnSettings;
import com.devskyy.providers.tripo.ModelOptions;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoSettings;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.tasks.artifacts.BucketException;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import com.devskyy.tasks.tryon.TryOnTasks;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    open(new Fleet(folder, Model3dTasks.TYPES));
  }

  private void open(Fleet workers) {
    fleet = workers;
    fashn = new FakeFashn(fleet.clock);
    fashn.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
    client =
        new FashnClient(FashnSettings.of(fashn.base(), new ApiKey(FakeFashn.KEY)), fleet.waiting());
    serve(true, com.devskyy.tasks.tryon.Maker.AUTO);
  }

  private void serve(boolean key, com.devskyy.tasks.tryon.Maker pictures) {
    serve(Optional.empty(), key, pictures);
  }

  private void serve(
      Optional<Model3dTasks.Tripo> tripo, boolean key, com.devskyy.tasks.tryon.Maker pictures) {
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
                tripo,
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
    return enqueue(BUSY, more);
  }

  private TaskId enqueue(String photo, String more) {
    return fleet.enqueue(
        "generate_3d",
        "{\"prompt\":\"tee\",\"image_url\":\"%s\",\"user_id\":\"u\",\"seed\":1%s}"
            .formatted(photo, more));
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
  void aWorkerThatIsKilledAnywherePaysForOneCutOut() {
    fleet.toEnd(enqueue(""));
    long calls = fleet.calls();
    assertThat(calls).isGreaterThan(15);
    List<String> unknown = new ArrayList<>();
    for (Fleet.Kill kill : Fleet.Kill.everywhere(calls)) {
      close();
      open();
      fleet.plan(kill);
      Task task = run("");
      if (task.status() == TaskStatus.FAILED) {
        assertThat(task.error().orElseThrow().type())
            .as(kill.toString())
            .isEqualTo(ErrorType.OUTCOME_UNKNOWN);
        unknown.add(kill.toString());
        assertThat(fashn.started()).as(kill.toString()).isLessThanOrEqualTo(1);
      } else {
        assertThat(task.error()).as(kill.toString()).isEmpty();
        assertThat(task.attempt()).as(kill.toString()).isEqualTo(1);
        assertThat(fashn.started()).as(kill.toString()).isEqualTo(1);
        assertThat(fashn.spent()).as(kill.toString()).isEqualTo(1);
      }
    }
    // The one window: between the intent and the id. It has two edges.
    assertThat(unknown).hasSize(2);
  }

  /// Has a worker killed as soon as the cut-out is kept.
  private TaskId killedOnceItIsKept(String photo) {
    for (long call = 1; ; call++) {
      fleet.plan(Fault.Plan.at(call, new Fault.CrashAfter()));
      TaskId id = enqueue(photo, "");
      fleet.step();
      assertThat(fleet.task(id).status().isEnd()).isFalse();
      if (fleet.hasDone(id, "keep cut-out")) {
        return id;
      }
      close();
      open();
    }
  }

  @Test
  void aCutOutThatIsKeptNeedsNeitherFashnNorThePhotoAnyMore() throws Exception {
    Path photo = folder.resolve("busy.png");
    Files.write(photo, busy(240, 300));
    TaskId id = killedOnceItIsKept("busy.png");
    Files.delete(photo);
    fashn.next(FashnFault.READ_NOT_FOUND);
    assertThat(fleet.toEnd(id).error()).isEmpty();
    assertThat(fashn.started()).isEqualTo(1);
    Map<?, ?> metadata = (Map<?, ?>) fleet.result(id).get("metadata");
    assertThat(metadata.get("credits").toString()).isEqualTo("1");
  }

  @Test
  void aCutOutIsNoStepOfTheModelThatTripoMakesOnceThereIsAKey() throws Exception {
    TaskId id = killedOnceItIsKept(Photos.dataUri(busy(256, 300)));
    try (var tripo = new FakeTripo(fleet.clock);
        var tripos =
            new TripoClient(
                TripoSettings.of(tripo.base(), new ApiKey(FakeTripo.KEY)), fleet.waiting())) {
      serve(
          Optional.of(
              new Model3dTasks.Tripo(
                  tripos,
                  fleet.service("Tripo"),
                  TripoScene.MODEL,
                  30_000,
                  true,
                  ModelOptions.TextureQuality.STANDARD,
                  OnUnknown.FAIL)),
          true,
          com.devskyy.tasks.tryon.Maker.AUTO);
      assertThat(fleet.toEnd(id).error()).isEmpty();
      Map<?, ?> metadata = (Map<?, ?>) fleet.result(id).get("metadata");
      assertThat(metadata.get("provider")).isEqualTo("tripo");
      assertThat(metadata.get("credits").toString()).isEqualTo("30.0");
      assertThat(fleet.noted(id)).isEqualByComparingTo("31");
      assertThat(tripo.created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, PERMANENT, let the workers read it",
    "AWAY, PROVIDER_UNAVAILABLE, let the workers read it",
    "ELSEWHERE, PROVIDER_UNAVAILABLE, on several hosts need one bucket",
  })
  void aCutOutThatCannotBeReadCostsNoOther(Trouble trouble, ErrorType type, String message) {
    var bucket = new Unreadable(trouble);
    close();
    open(new Fleet(folder, Model3dTasks.TYPES, bucket));
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(type);
    assertThat(task.error().orElseThrow().message()).contains(message);
    assertThat(task.attempt()).isEqualTo(type == ErrorType.PERMANENT ? 1 : 4);
    bucket.mended = true;
    fleet.replay(task.id());
    assertThat(fleet.toEnd(task.id()).error()).isEmpty();
    assertThat(fashn.started()).isEqualTo(1);
  }

  private enum Trouble {
    FORBIDDEN,
    AWAY,
    ELSEWHERE
  }

  /// A bucket that takes everything and gives nothing until it is mended.
  private final class Unreadable implements ArtifactStore {
    private final ArtifactStore real = new FolderArtifactStore(folder.resolve("bucket"));
    private final Trouble trouble;
    private boolean mended;

    Unreadable(Trouble trouble) {
      this.trouble = trouble;
    }

    @Override
    public Artifact put(String name, String mediaType, InputStream content) throws IOException {
      return real.put(name, mediaType, content);
    }

    @Override
    public InputStream open(String key) throws IOException {
      if (mended) {
        return real.open(key);
      }
      throw trouble == Trouble.ELSEWHERE
          ? new NoSuchFileException(key)
          : new BucketException(
              "s3://models get: let the workers read it",
              trouble == Trouble.FORBIDDEN,
              new IOException("403"));
    }

    @Override
    public boolean exists(String key) throws IOException {
      return real.exists(key);
    }
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
  void aCutOutThatLeavesTheBackgroundInIsNotAnsweredByAskingForTheKeyThatWasUsed() {
    fashn.next(FashnFault.OUTPUT_UNCUT);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(task.error().orElseThrow().message())
        .startsWith("image_url: ")
        .contains("left its background in", "on a plain one")
        .doesNotContain("FASHN_API_KEY");
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(fashn.spent()).isEqualTo(1);
  }

  @Test
  void whatFashnSaysIsWhatTheTaskSays() {
    fashn.next(FashnFault.OUT_OF_CREDITS);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("FASHN has no credits left");
  }
}
