package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.fetch.FetchRules;
import com.devskyy.providers.fetch.FileKind;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.studio.photo.PhotoLimits;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Photos;
import com.devskyy.tasks.tryon.TryOnTasks;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both task types where there is no key.
@Timeout(60)
final class LocalModelsTest {
  @TempDir Path folder;
  private final Cores cores = new Cores();
  private Fleet fleet;

  /// Counts who wanted one.
  private static final class Cores extends Semaphore {
    private static final long serialVersionUID = 1;

    private int wanted;

    Cores() {
      super(1);
    }

    @Override
    public void acquire() throws InterruptedException {
      wanted++;
      super.acquire();
    }
  }

  @BeforeEach
  void open() {
    fleet = new Fleet(folder, List.of(Generate3d.TYPE, TryOnTasks.TYPES.getFirst()));
    serve(fleet.inputs);
  }

  private void serve(Inputs inputs) {
    var served =
        new ArrayList<>(
            new Model3dTasks(
                    Maker.AUTO,
                    Optional.empty(),
                    inputs,
                    fleet.shelf,
                    cores,
                    fleet.clock,
                    Optional.empty())
                .served());
    served.addAll(
        new TryOnTasks(
                com.devskyy.tasks.tryon.Maker.AUTO, Optional.empty(), inputs, fleet.shelf, cores)
            .served());
    fleet.serve(served);
  }

  private Task run(String type, String input) {
    return fleet.toEnd(fleet.enqueue(type, input));
  }

  @Test
  void withoutAKeyTheStudioMakesTheModelAndSaysSo() throws Exception {
    Task task =
        run(
            "generate_3d",
            "{\"prompt\":\"black tee, gold rose\",\"user_id\":\"u\",\"formats\":[\"fbx\",\"usdz\",\"stl\"],\"seed\":1}");
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    Map<?, ?> metadata = (Map<?, ?>) result.get("metadata");
    assertThat(metadata.get("provider")).isEqualTo("local-preview");
    assertThat(metadata.get("warnings").toString())
        .contains("no fbx: the studio does not write it");
    assertThat(metadata.get("files").toString())
        .contains("signature-t-shirt.usdz", "signature-t-shirt.stl");
    assertThat(Glb.read(fleet.file(result.get("model_url").toString())).triangles())
        .isBetween(1_000L, 30_000L);
    assertThat(result.get("preview_url")).isNotNull();
    assertThat(result.get("texture_url")).isNotNull();
    assertThat(fleet.history(task.id()).costs()).isEmpty();
  }

  @Test
  void aPhotoOnAPlainGroundBecomesTheSameModelWhereverItIsReadFrom() throws Exception {
    byte[] photo = Photos.tee();
    Files.write(Files.createDirectories(folder.resolve("photos")).resolve("tee.png"), photo);
    HttpServer host = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    host.createContext(
        "/tee.png",
        exchange -> {
          exchange.sendResponseHeaders(200, photo.length);
          exchange.getResponseBody().write(photo);
          exchange.close();
        });
    host.start();
    try {
      serve(new Inputs(FetchRules.of(folder, Set.of("127.0.0.1"))));
      byte[] model = ofPhoto(Photos.dataUri(photo));
      assertThat(ofPhoto("photos/tee.png")).isEqualTo(model);
      assertThat(ofPhoto("http://127.0.0.1:%d/tee.png".formatted(host.getAddress().getPort())))
          .isEqualTo(model);
    } finally {
      host.stop(0);
    }
  }

  private byte[] ofPhoto(String reference) throws Exception {
    Task task =
        run(
            "generate_3d",
            "{\"prompt\":\"tee\",\"image_url\":\"%s\",\"user_id\":\"u\",\"seed\":1}"
                .formatted(reference));
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    assertThat(((Map<?, ?>) result.get("metadata")).get("provider")).isEqualTo("local-preview");
    byte[] model = fleet.file(result.get("model_url").toString());
    Glb glb = Glb.read(model);
    assertThat(glb.triangles()).isBetween(1_000L, 30_000L);
    assertThat(glb.textures().getFirst().info().kind())
        .as("the photo, where a garment of words has drawings")
        .isEqualTo(FileKind.JPEG);
    return model;
  }

  @Test
  void theStudioWritesEveryFormatButFbx() throws Exception {
    Task task =
        run(
            "generate_3d",
            "{\"prompt\":\"cap\",\"garment_type\":\"cap\",\"user_id\":\"u\",\"formats\":[\"obj\",\"stl\",\"usdz\"],\"seed\":1}");
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    Map<?, ?> metadata = (Map<?, ?>) result.get("metadata");
    assertThat(metadata.get("warnings")).isEqualTo(List.of());
    long triangles = Glb.read(fleet.file(result.get("model_url").toString())).triangles();
    assertThat(file(metadata, "signature-baseball-cap.stl")).hasSize((int) (84 + 50 * triangles));
    assertThat(file(metadata, "signature-baseball-cap.usdz")).startsWith('P', 'K');
    List<String> inObj = new ArrayList<>();
    try (var zip =
        new ZipInputStream(
            new ByteArrayInputStream(file(metadata, "signature-baseball-cap.obj.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        inObj.add(entry.getName());
      }
    }
    assertThat(inObj)
        .anyMatch(name -> name.endsWith(".obj"))
        .anyMatch(name -> name.endsWith(".mtl"))
        .anyMatch(name -> name.endsWith(".png"));
  }

  private byte[] file(Map<?, ?> metadata, String name) throws IOException {
    for (Object file : (List<?>) metadata.get("files")) {
      if (name.equals(((Map<?, ?>) file).get("name"))) {
        return fleet.file(((Map<?, ?>) file).get("url").toString());
      }
    }
    throw new AssertionError("no " + name + " in " + metadata.get("files"));
  }

  @Test
  void aPhotoThatMayBeFetchedMayBeRead() {
    assertThat(PhotoLimits.DEFAULT.bytes()).isEqualTo(Wanted.IMAGE.maxBytes());
    assertThat(PhotoLimits.DEFAULT.pixels()).isEqualTo(Wanted.IMAGE.maxPixels());
  }

  @Test
  void photosTheStudioCannotUseAreRefusedWithTheReason() {
    String photo = Photos.dataUri(Arrays.copyOf(Photos.png(300, 300), 64));
    Task model =
        run(
            "generate_3d",
            "{\"prompt\":\"tee\",\"image_url\":\"%s\",\"user_id\":\"u\"}".formatted(photo));
    assertThat(model.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(model.error().orElseThrow().message()).startsWith("image_url: photo looks like");
    Task picture =
        run(
            "fashn_tryon",
            "{\"model_image\":\"%s\",\"garment_image\":\"%s\",\"user_id\":\"u\"}"
                .formatted(photo, photo));
    assertThat(picture.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(picture.error().orElseThrow().message()).startsWith("model_image: photo looks like");
  }

  @Test
  void noCoreIsTakenBeforeThePicturesAreThere() {
    Task model =
        run("generate_3d", "{\"prompt\":\"tee\",\"image_url\":\"gone.jpg\",\"user_id\":\"u\"}");
    assertThat(model.error().orElseThrow().message()).contains("image_url", "gone.jpg");
    for (String operation : List.of("try_on", "background_remove")) {
      Task picture =
          run(
              "fashn_tryon",
              "{\"operation\":\"%s\",\"model_image\":\"%s\",\"garment_image\":\"gone.jpg\",\"user_id\":\"u\"}"
                  .formatted(operation, Photos.dataUri(300, 300)));
      assertThat(picture.error().orElseThrow().message()).contains("garment_image", "gone.jpg");
    }
    assertThat(cores.wanted).isZero();
    run("generate_3d", "{\"prompt\":\"tee\",\"user_id\":\"u\"}");
    assertThat(cores.wanted).isEqualTo(1);
  }

  @Test
  void whatOnlyFashnCanDoSaysWhatIsNeeded() {
    Task task =
        run(
            "fashn_tryon",
            "{\"operation\":\"model_create\",\"prompt\":\"a model\",\"user_id\":\"u\"}");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("set FASHN_API_KEY");
  }
}
