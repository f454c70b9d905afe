package com.devskyy.tasks.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Envelope;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.testkit.MemoryRecords;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.ml.registry.ModelRegistry;
import com.devskyy.ml.registry.ModelVersion;
import com.devskyy.ml.sample.SampleReviews;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MlTasksTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final InstantSource clock = InstantSource.system();
  private final JsonCodec codec = new JsonCodec();
  private final MemoryTaskStore store =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(1));
  private final TaskClient client =
      new TaskClient(
          store,
          codec,
          new TaskId.Generator(clock, new Random(2), 0),
          Tiers.DEFAULT,
          MlTasks.TYPES);
  private ModelRegistry registry;
  private Worker worker;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("reviews.csv"), SampleReviews.csv(SampleReviews.ROWS, 1));
    var artifacts = new FolderArtifactStore(folder.resolve("artifacts"));
    registry =
        new ModelRegistry(
            new StoredModels(new MemoryRecords(), artifacts, codec), Models.IDS, "test", clock);
    worker =
        new Worker(
            store,
            codec,
            artifacts,
            new MlTasks(registry, data).served(),
            new WorkerSettings(
                "w",
                "test",
                4,
                2,
                WorkerSettings.DEFAULT_RUN_LIMIT,
                Duration.ofSeconds(1),
                Tiers.DEFAULT),
            System::nanoTime,
            new Random(3));
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.close();
    client.close();
  }

  @Test
  void aModelIsTrainedStoredAndAskedOneTextAndABatch() throws Exception {
    Task training = run("ml_training", train("reviews.csv"));
    assertThat(training.status()).isEqualTo(TaskStatus.COMPLETED);
    Map<String, Object> report = map(training.result().orElseThrow());
    assertThat(report.get("model_version")).isEqualTo("v1");
    assertThat((BigDecimal) report.get("accuracy"))
        .isBetween(new BigDecimal("0.7"), new BigDecimal("0.999"));
    assertThat(report)
        .containsKeys(
            "precision",
            "recall",
            "f1_score",
            "macro_f1",
            "roc_auc",
            "confusion_matrix",
            "positive_share",
            "epochs_completed",
            "training_samples",
            "held_out_samples");

    Task one = run("ml_prediction", ask("{\"text\":\"I love it, soft and warm\"}"));
    Map<String, Object> answer = map(one.result().orElseThrow());
    assertThat(answer.get("model_version")).isEqualTo("v1");
    assertThat(map(answer.get("predictions")).get("sentiment")).isEqualTo("positive");
    assertThat((BigDecimal) map(answer.get("predictions")).get("confidence"))
        .isBetween(new BigDecimal("0.5"), BigDecimal.ONE);

    Task two =
        run("ml_prediction", ask("[{\"text\":\"itchy, I sent it back\"},{\"text\":\"perfect\"}]"));
    assertThat((List<?>) map(two.result().orElseThrow()).get("predictions")).hasSize(2);

    Map<String, Object> envelope = map(Envelope.of(one, MlPrediction.TYPE.echo(), codec));
    assertThat(envelope)
        .containsEntry("status", "success")
        .containsEntry("model_id", "sentiment_analyzer")
        .containsEntry("user_id", "u17");
  }

  @Test
  void trainingsThatEndTogetherGetVersionsOfTheirOwn() throws Exception {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(client.enqueue("ml_training", train("reviews.csv"), EnqueueOptions.DEFAULT).id());
    }
    for (TaskId id : ids) {
      assertThat(client.await(id, SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    }
    assertThat(registry.list(Models.SENTIMENT))
        .extracting(ModelVersion::name)
        .containsExactly("v1", "v2", "v3");
    assertThat(registry.list(Models.SENTIMENT))
        .extracting(ModelVersion::trainedBy)
        .containsExactlyInAnyOrderElementsOf(ids.stream().map(TaskId::value).toList());
  }

  @Test
  void anUnknownModelIsRefusedInTheWordsCallersKnow() {
    assertThatThrownBy(
            () ->
                enqueue(
                    "ml_training",
                    "{\"model_id\":\"sentiment_analyser\",\"training_data_path\":\"x\",\"user_id\":\"u\"}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Unknown model ID: sentiment_analyser")
        .hasMessageContaining("did you mean sentiment_analyzer?");
  }

  @Test
  void askingBeforeTrainingSaysWhatToDo() throws Exception {
    Task task = run("ml_prediction", ask("{\"text\":\"nice\"}"));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(task.error().orElseThrow().message()).contains("train it first");
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void aWrongShapeIsRefusedWithEveryPlaceAtOnce() {
    assertThatThrownBy(
            () -> enqueue("ml_prediction", ask("[{\"text\":\"a\"},5,{\"txt\":\"b\"}]").text()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("input_data[1] must be an object with text; was 5")
        .hasMessageContaining("input_data[2].text is required");
  }

  @Test
  void aPathOutsideTheDataRootIsNotRead() throws Exception {
    Task task = run("ml_training", train("../../etc/passwd"));
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(task.error().orElseThrow().message())
        .contains("training_data_path must name a file inside the data root")
        .contains("it leads outside");
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void wrongHyperparametersAreNamedAllAtOnce() throws Exception {
    Task task =
        run(
            "ml_training",
            Json.of(
                "{\"model_id\":\"sentiment_analyzer\",\"training_data_path\":\"reviews.csv\","
                    + "\"hyperparameters\":{\"learning_rat\":1,\"held_out_share\":2},\"user_id\":\"u\"}"));
    assertThat(task.error().orElseThrow().message())
        .contains("learning_rat")
        .contains("held_out_share");
  }

  private Task run(String type, Json input) throws Exception {
    return client.await(client.enqueue(type, input, EnqueueOptions.DEFAULT).id(), SOON);
  }

  private void enqueue(String type, String input) {
    client.enqueue(type, Json.of(input), EnqueueOptions.DEFAULT);
  }

  private static Json train(String path) {
    return Json.of(
        "{\"model_id\":\"sentiment_analyzer\",\"training_data_path\":\"%s\",\"user_id\":\"u17\"}"
            .formatted(path));
  }

  private static Json ask(String data) {
    return Json.of(
        "{\"model_id\":\"sentiment_analyzer\",\"input_data\":%s,\"user_id\":\"u17\"}"
            .formatted(data));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(Object value) {
    Object tree =
        value instanceof Json json
            ? codec.decode(json, Object.class, Codec.UnknownFields.REFUSE).value()
            : value;
    return (Map<String, Object>) tree;
  }
}
