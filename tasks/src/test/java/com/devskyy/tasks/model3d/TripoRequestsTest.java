package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.fakes.TripoFault;
import com.devskyy.providers.fetch.FetchRules;
import com.devskyy.providers.fetch.FileKind;
import com.devskyy.providers.fetch.ImageSize;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Tripo is asked for, and what is told of it meanwhile and afterwards.
@Timeout(60)
final class TripoRequestsTest {
  private static final String SHOWN = "https://shop.example/hoodie.jpg?v=2";

  @TempDir Path folder;
  private TripoScene scene;

  @BeforeEach
  void open() {
    scene = new TripoScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<?, ?> asked(int creation) {
    return (Map<?, ?>)
        scene
            .fleet
            .codec
            .decode(
                Json.of(scene.tripo.asked().get(creation)),
                Object.class,
                Codec.UnknownFields.IGNORE)
            .value();
  }

  @Test
  void howModelsAreMadeIsSentAsItIsSet() {
    scene.serve(
        scene.setting("v3.0-20250812", 12_345, false, TextureQuality.DETAILED, OnUnknown.FAIL));
    Task task = scene.run(",\"seed\":7");
    assertThat(task.error()).isEmpty();
    Map<?, ?> body = asked(0);
    assertThat(body.get("model")).isEqualTo("v3.0-20250812");
    assertThat(body.get("face_limit").toString()).isEqualTo("12345");
    assertThat(body.get("pbr")).isEqualTo(false);
    assertThat(body.get("texture")).isEqualTo(true);
    assertThat(body.get("texture_quality")).isEqualTo("detailed");
    assertThat(body.get("model_seed").toString()).isEqualTo("7");
    assertThat(scene.metadata(task.id()).get("model")).isEqualTo("v3.0-20250812");
    assertThat(scene.tripo.spent()).isEqualTo(30);
  }

  @Test
  void aTaskWithoutASeedHasOneOfItsOwn() {
    TaskId first = scene.run("").id();
    TaskId second = scene.run("").id();
    assertThat(asked(0).get("model_seed")).isNotEqualTo(asked(1).get("model_seed"));
    assertThat(scene.metadata(first).get("seed").toString())
        .isEqualTo(asked(0).get("model_seed").toString());
    assertThat(scene.metadata(second).get("seed").toString())
        .isEqualTo(asked(1).get("model_seed").toString());
  }

  @Test
  void thePromptNamesProductStyleAndCollection() {
    scene.run(",\"product_name\":\"Thorn Hoodie\",\"style\":\"low-poly\"");
    assertThat(asked(0).get("prompt").toString())
        .startsWith("Black Rose hoodie with gold embroidery, one hoodie alone")
        .contains("low-poly style, faceted", "SkyyRose Black Rose collection")
        .contains("product \"Thorn Hoodie\"")
        .hasSizeLessThan(1_025);
    assertThat(asked(0).get("negative_prompt").toString()).contains("mannequin");
  }

  private InputFile picture(FileKind kind, Optional<URI> address) {
    return new InputFile(Photos.png(800, 900), kind, Optional.of(new ImageSize(800, 900)), address);
  }

  private Map<?, ?> madeOf(InputFile file) {
    scene.serve(Maker.AUTO, scene.usual(), Fleet.reading(file));
    Task task = scene.run(",\"image_url\":\"%s\"".formatted(SHOWN));
    assertThat(task.error()).isEmpty();
    assertThat(scene.tripo.spent()).isEqualTo(30);
    return asked(0);
  }

  @Test
  void anImageThatAnyoneCanGetGoesByItsAddress() {
    Map<?, ?> body = madeOf(picture(FileKind.JPEG, Optional.of(URI.create(SHOWN))));
    assertThat(body.get("input")).isEqualTo(SHOWN);
    assertThat(body.get("enable_image_autofix")).isEqualTo(true);
    assertThat(body.containsKey("prompt")).isFalse();
  }

  @Test
  void anImageThatOnlyWeMayGetIsUploaded() {
    Map<?, ?> body = madeOf(picture(FileKind.JPEG, Optional.empty()));
    assertThat(body.get("input").toString()).startsWith("file_");
  }

  @Test
  void aWebpIsUploadedAsTripoTakesNoneByAddress() {
    Map<?, ?> body = madeOf(picture(FileKind.WEBP, Optional.of(URI.create(SHOWN))));
    assertThat(body.get("input").toString()).startsWith("file_");
  }

  @Test
  void blanksAroundAnAddressDoNoHarm() throws Exception {
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] photo = Photos.png(800, 900);
    host.createContext(
        "/a.png",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, photo.length);
            exchange.getResponseBody().write(photo);
          }
        });
    host.start();
    try {
      scene.serve(
          Maker.AUTO, scene.usual(), new Inputs(FetchRules.of(folder, Set.of("127.0.0.1"))));
      Task task =
          scene.run(
              ",\"image_url\":\" http://127.0.0.1:%d/a.png \""
                  .formatted(host.getAddress().getPort()));
      assertThat(task.error()).isEmpty();
      assertThat(asked(0).get("input").toString()).startsWith("file_");
    } finally {
      host.stop(0);
    }
  }

  @Test
  void everyFormatIsWhatItIsCalledAndMeasuredAndPaid() throws Exception {
    Task task =
        scene.run(
            ",\"formats\":[\"usdz\",\"fbx\",\"obj\",\"stl\"],\"product_name\":\"Thorn Hoodie\"");
    assertThat(task.error()).isEmpty();
    Map<?, ?> metadata = scene.metadata(task.id());
    assertThat(metadata.get("warnings")).isEqualTo(List.of());
    assertThat(metadata.get("credits").toString()).isEqualTo("40.0");
    assertThat(scene.tripo.spent()).isEqualTo(40);
    List<String> kept = new ArrayList<>();
    for (Object one : (List<?>) metadata.get("files")) {
      Map<?, ?> file = (Map<?, ?>) one;
      byte[] bytes = scene.fleet.file(file.get("url").toString());
      assertThat(file.get("bytes").toString()).isEqualTo("" + bytes.length);
      kept.add(file.get("name").toString());
      for (ModelFormat format : ModelFormat.values()) {
        if (file.get("name").toString().endsWith("." + format.wire())) {
          assertThat(Delivered.of(format, bytes)).as(format.wire()).isPresent();
        }
      }
    }
    assertThat(kept)
        .containsExactly(
            "thorn-hoodie.glb",
            "thorn-hoodie-preview.png",
            "thorn-hoodie-texture.png",
            "thorn-hoodie.usdz",
            "thorn-hoodie.fbx",
            "thorn-hoodie.obj",
            "thorn-hoodie.stl");
  }

  @Test
  void texturesAndBytesAreMeasured() throws Exception {
    Task task = scene.run("");
    Map<?, ?> metadata = scene.metadata(task.id());
    Map<?, ?> result = scene.fleet.result(task.id());
    assertThat(metadata.get("bytes").toString())
        .isEqualTo("" + scene.fleet.file(result.get("model_url").toString()).length);
    int bytes = scene.fleet.file(result.get("texture_url").toString()).length;
    assertThat((List<?>) metadata.get("textures"))
        .map(String::valueOf)
        .contains("{media_type=image/png, width=64, height=64, bytes=%d}".formatted(bytes));
  }

  @ParameterizedTest
  @EnumSource(names = {"TASK_EXTRA_FIELDS", "TASK_PROGRESS_BACKWARDS"})
  void progressGoesOnThroughAllFormatsAndNeverBack(TripoFault fault) {
    scene.tripo.pace(Duration.ofSeconds(3), Duration.ofSeconds(30));
    scene.tripo.next(fault, 3);
    TaskId id = scene.enqueue(",\"formats\":[\"obj\",\"stl\"]");
    List<Double> seen = new ArrayList<>();
    scene.fleet.onWaiting(
        () -> scene.fleet.task(id).progress().ifPresent(now -> seen.add(now.fraction())));
    assertThat(scene.fleet.toEnd(id).error()).isEmpty();
    assertThat(seen).isSorted();
    assertThat(seen.stream().distinct().filter(at -> at < 0.8)).hasSizeGreaterThan(1);
    assertThat(seen.stream().distinct().filter(at -> at > 0.81 && at < 0.89)).isNotEmpty();
    assertThat(seen.stream().distinct().filter(at -> at > 0.9 && at < 0.98)).isNotEmpty();
  }

  @Test
  void anAttemptWaitsForAllItsFormatsTogetherAndBuysNoneItCannotWaitFor() {
    scene.tripo.next(TripoFault.TASK_EXTRA_FIELDS);
    scene.tripo.next(TripoFault.TASK_STUCK);
    TaskId id = scene.enqueue(",\"formats\":[\"usdz\",\"fbx\",\"obj\",\"stl\"]");
    Map<Integer, Duration> waited = new TreeMap<>();
    scene.fleet.onWaiting(
        () -> {
          Task task = scene.fleet.task(id);
          waited.put(
              task.run(),
              Duration.between(task.startedAt().orElseThrow(), scene.fleet.clock.instant()));
        });
    assertThat(scene.fleet.toEnd(id).error()).isEmpty();
    assertThat(waited).hasSize(4);
    assertThat(waited.values())
        .allSatisfy(
            time -> assertThat(time).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(8)));
    assertThat(scene.metadata(id).get("warnings").toString())
        .contains("no usdz: ", "still running after 7 minutes")
        .contains("no fbx: ", "no obj: ", "no stl: ", "no time was left");
    assertThat(scene.tripo.created()).isEqualTo(2);
  }

  @Test
  void waitingTakesNoThreadOfThoseThatCompute() {
    assertThat(Generate3d.TYPE.work()).isEqualTo(TaskType.Work.IO);
  }
}
