package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.providers.asset.Glb;
import com.devskyy.tasks.provider.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Models whose input says `optimise`.
@Timeout(60)
final class OptimisedModelsTest {
  @TempDir Path folder;
  private TripoScene scene;
  private Fleet fleet;

  @BeforeEach
  void open() {
    scene = new TripoScene(folder);
    fleet = scene.fleet;
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<?, ?> made(String provider, boolean optimise) {
    Task task =
        fleet.toEnd(
            fleet.enqueue(
                "generate_3d",
                "{\"prompt\":\"black cap\",\"garment_type\":\"cap\",\"user_id\":\"u\",\"seed\":7,\"provider\":\"%s\",\"optimise\":%b}"
                    .formatted(provider, optimise)));
    assertThat(task.error()).isEmpty();
    return fleet.result(task.id());
  }

  private Glb glb(Map<?, ?> result) throws Exception {
    return Glb.read(file(result, "model_url"));
  }

  private byte[] file(Map<?, ?> result, String field) throws IOException {
    return fleet.file(result.get(field).toString());
  }

  private static long number(Map<?, ?> of, String name) {
    return Long.parseLong(of.get(name).toString());
  }

  @Test
  void whatAServiceDeliversIsWeldedRidOfWhatIsNotUsedAndMeasuredBeforeAndAfter() throws Exception {
    Map<?, ?> plain = made("tripo", false);
    Map<?, ?> optimised = made("tripo", true);
    Glb before = glb(plain);
    Glb after = glb(optimised);
    assertThat(after.triangles()).isEqualTo(12);
    assertThat(before.vertices()).isEqualTo(36);
    assertThat(after.vertices()).isEqualTo(24);
    assertThat(before.textures()).hasSize(2);
    assertThat(after.textures()).hasSize(1);
    assertThat(file(optimised, "texture_url")).isEqualTo(file(plain, "texture_url"));
    Map<?, ?> metadata = (Map<?, ?>) optimised.get("metadata");
    Map<?, ?> delivered = (Map<?, ?>) metadata.get("delivered");
    assertThat(number(delivered, "bytes")).isEqualTo(before.bytes().length);
    assertThat(number(delivered, "triangles")).isEqualTo(12);
    assertThat(number(delivered, "vertices")).isEqualTo(36);
    assertThat(number(metadata, "bytes")).isEqualTo(after.bytes().length);
    assertThat(number(metadata, "vertices")).isEqualTo(24);
    assertThat(after.bytes().length).isLessThan(before.bytes().length - 600);
    assertThat(metadata.get("warnings")).isEqualTo(List.of());
    assertThat(((Map<?, ?>) plain.get("metadata")).get("delivered")).isNull();
  }

  @Test
  void whatTheStudioMakesHasNothingToLoseAndStaysAsItIs() throws Exception {
    Map<?, ?> plain = made("local", false);
    Map<?, ?> optimised = made("local", true);
    Map<?, ?> metadata = (Map<?, ?>) optimised.get("metadata");
    Map<?, ?> delivered = (Map<?, ?>) metadata.get("delivered");
    byte[] model = file(optimised, "model_url");
    assertThat(model).isEqualTo(file(plain, "model_url"));
    assertThat(number(delivered, "bytes")).isEqualTo(model.length);
    assertThat(number(delivered, "triangles")).isEqualTo(number(metadata, "triangles"));
    assertThat(metadata.get("warnings")).isEqualTo(List.of());
  }
}
