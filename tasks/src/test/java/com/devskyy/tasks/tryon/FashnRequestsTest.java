package com.devskyy.tasks.tryon;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.fetch.FileKind;
import com.devskyy.providers.fetch.ImageSize;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What FASHN is asked for, and what is told of it meanwhile.
@Timeout(60)
final class FashnRequestsTest {
  @TempDir Path folder;
  private FashnScene scene;

  @BeforeEach
  void open() {
    scene = new FashnScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<?, ?> asked() {
    return (Map<?, ?>)
        scene
            .fleet
            .codec
            .decode(
                Json.of(scene.fashn.asked().getFirst()), Object.class, Codec.UnknownFields.IGNORE)
            .value();
  }

  private Map<?, ?> inputs(String more) {
    Task task = scene.run(more);
    assertThat(task.error()).isEmpty();
    assertThat(scene.fashn.spent()).isEqualTo(1);
    return (Map<?, ?>) asked().get("inputs");
  }

  @ParameterizedTest
  @CsvSource({
    "tops, quality, tops, quality",
    "bottoms, balanced, bottoms, balanced",
    "dresses, fast, one-pieces, performance",
    "outerwear, balanced, tops, balanced",
    "full_body, quality, one-pieces, quality",
    "one-pieces, performance, one-pieces, performance",
  })
  void categoryAndModeAreInFashnsWords(
      String category, String mode, String fashnsCategory, String fashnsMode) {
    Map<?, ?> inputs =
        inputs(",\"category\":\"%s\",\"mode\":\"%s\",\"seed\":42".formatted(category, mode));
    assertThat(asked().get("model_name")).isEqualTo("tryon-v1.6");
    assertThat(inputs.get("category")).isEqualTo(fashnsCategory);
    assertThat(inputs.get("mode")).isEqualTo(fashnsMode);
    assertThat(inputs.get("seed").toString()).isEqualTo("42");
    assertThat(inputs.get("num_samples").toString()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"quality, quality", "balanced, balanced", "fast, fast"})
  void theModeOfModelsThatGenerateHasWordsOfItsOwn(String mode, String fashnsMode) {
    Map<?, ?> inputs =
        inputs(
            ",\"operation\":\"model_create\",\"prompt\":\"in Oakland\",\"mode\":\"%s\""
                .formatted(mode));
    assertThat(asked().get("model_name")).isEqualTo("model-create");
    assertThat(inputs.get("generation_mode")).isEqualTo(fashnsMode);
    assertThat(inputs.get("prompt")).isEqualTo("in Oakland");
  }

  @Test
  void whatNobodySaidIsSentAllTheSame() {
    Map<?, ?> inputs = inputs("");
    assertThat(inputs.get("category")).isEqualTo("tops");
    assertThat(inputs.get("mode")).isEqualTo("balanced");
    assertThat(inputs.get("model_image").toString()).startsWith("data:image/png;base64,");
  }

  @Test
  void anImageThatAnyoneCanGetGoesByItsAddress() {
    String shown = "https://shop.example/hoodie.jpg?v=2";
    scene.fashn.reachable(shown);
    scene.serve(
        OnUnknown.FAIL,
        Fleet.reading(
            new InputFile(
                Photos.png(800, 900),
                FileKind.JPEG,
                Optional.of(new ImageSize(800, 900)),
                Optional.of(URI.create(shown)))));
    Map<?, ?> inputs = inputs("");
    assertThat(inputs.get("model_image")).isEqualTo(shown);
    assertThat(inputs.get("garment_image")).isEqualTo(shown);
  }

  @Test
  void progressGoesOnAndNeverBack() {
    scene.fashn.pace(Duration.ofSeconds(5), Duration.ofSeconds(20));
    TaskId id = scene.enqueue("");
    List<Double> seen = new ArrayList<>();
    scene.fleet.onWaiting(
        () -> scene.fleet.task(id).progress().ifPresent(now -> seen.add(now.fraction())));
    assertThat(scene.fleet.toEnd(id).error()).isEmpty();
    assertThat(seen).isSorted();
    assertThat(seen.stream().distinct()).hasSizeGreaterThan(5);
  }

  @Test
  void waitingTakesNoThreadOfThoseThatCompute() {
    assertThat(FashnTryon.TYPE.work()).isEqualTo(TaskType.Work.IO);
  }
}
