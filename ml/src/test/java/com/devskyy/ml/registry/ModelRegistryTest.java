package com.devskyy.ml.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.ml.CorruptModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final List<String> IDS =
      List.of("sentiment_analyzer", "trend_predictor", "customer_segmentation");

  private final MemoryModelStore store = new MemoryModelStore();
  private final ModelRegistry registry =
      new ModelRegistry(store, IDS, "0.1.0", InstantSource.fixed(NOW));
  private final AtomicInteger reads = new AtomicInteger();

  private ModelVersion register(String content) throws IOException {
    return register(registry, "sentiment_analyzer", content);
  }

  private static ModelVersion register(ModelRegistry registry, String modelId, String content)
      throws IOException {
    return registry.register(
        modelId,
        content.getBytes(StandardCharsets.UTF_8),
        Map.of("accuracy", 0.9),
        Map.of("epochs", 10),
        "ab12",
        "a task");
  }

  private String load(ModelVersion version) throws IOException {
    return registry.load(
        version,
        String.class,
        (in, name) -> {
          reads.incrementAndGet();
          return name + ":" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        });
  }

  @Test
  void versionsCountFromOneAndKeepWhatWasGiven() throws IOException {
    var first = register("one");
    var second = register("two");
    assertThat(first.name()).isEqualTo("v1");
    assertThat(second.name()).isEqualTo("v2");
    assertThat(first.metrics()).isEqualTo(Map.of("accuracy", 0.9));
    assertThat(first.hyperparameters()).isEqualTo(Map.of("epochs", 10));
    assertThat(first.dataFingerprint()).isEqualTo("ab12");
    assertThat(first.codeVersion()).isEqualTo("0.1.0");
    assertThat(first.createdAt()).isEqualTo(NOW);
    assertThat(first.sizeBytes()).isEqualTo(3);
    assertThat(registry.latest("sentiment_analyzer")).isEqualTo(second);
    assertThat(registry.find("sentiment_analyzer", "v1")).isEqualTo(first);
    assertThat(registry.list("sentiment_analyzer")).containsExactly(first, second);
    assertThat(registry.list("trend_predictor")).isEmpty();
  }

  @Test
  void trainingsThatEndAtOnceEachGetANumber() throws Exception {
    int threads = 8;
    for (int round = 0; round < 50; round++) {
      var raced = new ModelRegistry(new MemoryModelStore(), IDS, "0.1.0", InstantSource.fixed(NOW));
      var barrier = new CyclicBarrier(threads);
      try (var pool = Executors.newFixedThreadPool(threads)) {
        var answers = new ArrayList<Future<ModelVersion>>();
        for (int t = 0; t < threads; t++) {
          var content = "model " + t;
          answers.add(
              pool.submit(
                  () -> {
                    barrier.await(10, TimeUnit.SECONDS);
                    return register(raced, "sentiment_analyzer", content);
                  }));
        }
        var numbers = new ArrayList<Integer>();
        for (var answer : answers) {
          numbers.add(answer.get(10, TimeUnit.SECONDS).number());
        }
        assertThat(numbers)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, threads).boxed().toList());
        assertThat(raced.list("sentiment_analyzer"))
            .extracting(ModelVersion::sha256)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void theLastFewModelsStayLoaded() throws IOException {
    var first = register("0");
    assertThat(load(first)).isEqualTo("sentiment_analyzer v1:0");
    load(first);
    assertThat(reads).hasValue(1);
    for (int i = 1; i <= ModelRegistry.CACHED_MODELS; i++) {
      load(register("model " + i));
    }
    load(first);
    assertThat(reads).hasValue(ModelRegistry.CACHED_MODELS + 2);
  }

  @Test
  void damagedAndLostFilesAreNamed() throws IOException {
    var version = register("content");
    store.files.put(version.sha256(), "c0ntent".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> load(version))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageStartingWith("the model file of sentiment_analyzer v1 is damaged");
    store.files.clear();
    assertThatThrownBy(() -> load(version))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageStartingWith("the model file of sentiment_analyzer v1 is gone");
    assertThat(reads).hasValue(0);
  }

  @Test
  void unknownIdsAreToldWithWhatIsKnown() {
    assertThatThrownBy(() -> registry.latest("sentiment_analyser"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage(
            "Unknown model ID: sentiment_analyser (known: customer_segmentation, sentiment_analyzer,"
                + " trend_predictor; did you mean sentiment_analyzer?)");
    assertThatThrownBy(() -> register(registry, "x", ""))
        .hasMessage(
            "Unknown model ID: x (known: customer_segmentation, sentiment_analyzer, trend_predictor)");
    assertThat(store.files).isEmpty();
  }

  @Test
  void versionsThatAreNotThereAreToldWithWhatIs() throws IOException {
    assertThatThrownBy(() -> registry.latest("trend_predictor"))
        .hasMessage("trend_predictor has no version yet: train it first");
    assertThatThrownBy(() -> registry.find("trend_predictor", "v1"))
        .hasMessageContaining("none yet");
    register("a");
    register("b");
    assertThatThrownBy(() -> registry.find("sentiment_analyzer", "v9"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage("sentiment_analyzer has no version \"v9\"; it has v1 to v2");
  }
}
