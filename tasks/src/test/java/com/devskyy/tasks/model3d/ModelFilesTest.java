package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.asset.GlbCompactor;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.tasks.provider.Fleet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ModelFilesTest {
  record Keep(String name) {}

  private static final TaskType<Keep, ModelFiles.Kept> TYPE =
      TaskType.named("keep", Keep.class, ModelFiles.Kept.class).description("Keeps one").build();

  @TempDir Path folder;

  private static byte[] beanie() {
    return new Studio()
        .make(
            new GarmentOrder(
                com.devskyy.studio.order.GarmentType.BEANIE,
                com.devskyy.studio.order.Collection.SIGNATURE,
                com.devskyy.studio.order.Style.LOW_POLY,
                "beanie",
                1),
            (_, _) -> {})
        .glb();
  }

  private Map<?, ?> kept(byte[] glb, Function<Glb, Optional<byte[]>> drawer) {
    return kept(glb, drawer, GlbCompactor::compact);
  }

  private Map<?, ?> kept(
      byte[] glb,
      Function<Glb, Optional<byte[]>> drawer,
      Function<Glb, GlbCompactor.Compacted> compactor) {
    var fleet = new Fleet(folder, List.of(TYPE));
    var files = new ModelFiles(fleet.shelf, drawer, compactor);
    fleet.serve(
        List.of(
            TYPE.servedBy(
                (context, keep) -> files.keep(context, keep.name(), glb, List.of(), true))));
    Task task = fleet.toEnd(fleet.enqueue(TYPE, new Keep("beanie")));
    assertThat(task.error()).isEmpty();
    return fleet.result(task.id());
  }

  @Test
  void aModelIsNotLostBecauseDrawingItFails() {
    Map<?, ?> kept =
        kept(
            beanie(),
            _ -> {
              throw new IndexOutOfBoundsException("view 7");
            });
    assertThat(((Map<?, ?>) kept.get("glb")).get("name")).isEqualTo("beanie.glb");
    assertThat(kept.get("warnings").toString())
        .contains("there is no preview, and none could be drawn of this file")
        .contains("IndexOutOfBoundsException: view 7");
  }

  @Test
  void aModelThatCannotBeDrawnHasAWarningInPlaceOfAPicture() {
    assertThat(kept(beanie(), _ -> Optional.empty()).get("warnings").toString())
        .contains("none could be drawn of this file");
  }

  @Test
  void aModelIsNotLostBecauseMakingItSmallerFails() throws Exception {
    Map<?, ?> kept =
        kept(
            beanie(),
            GlbPreview::draw,
            _ -> {
              throw new IllegalStateException("a sound GLB became one that is not");
            });
    Map<?, ?> glb = (Map<?, ?>) kept.get("glb");
    assertThat(Glb.read(fileOf(glb)).triangles()).isPositive();
    assertThat(glb.get("bytes")).isEqualTo(((Map<?, ?>) kept.get("delivered")).get("bytes"));
    assertThat(kept.get("warnings").toString()).contains("not optimised, which failed");
  }

  private static byte[] fileOf(Map<?, ?> kept) throws Exception {
    try (var in = URI.create(kept.get("url").toString()).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aModelWhoseNodesGoInACircleIsKeptWithAWarningThatNamesTheNode() {
    String file = new String(beanie(), StandardCharsets.ISO_8859_1);
    int from = file.indexOf("\"name\"", file.indexOf("\"nodes\""));
    int to = file.indexOf(",", from);
    String circle = "%-" + (to - from) + "s";
    byte[] glb =
        (file.substring(0, from) + circle.formatted("\"children\":[0]") + file.substring(to))
            .getBytes(StandardCharsets.ISO_8859_1);
    Map<?, ?> kept = kept(glb, GlbPreview::draw);
    assertThat(((Map<?, ?>) kept.get("glb")).get("name")).isEqualTo("beanie.glb");
    assertThat(kept.get("warnings").toString())
        .contains("node 0 lies below itself")
        .contains("have it made again, or mend it in a 3D editor")
        .contains("there is no preview");
  }
}
