package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.fakes.FakeTripo;
import com.devskyy.fakes.TripoFault;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.asset.ImageInfo;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Photos;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TripoModelsTest {
  @TempDir Path folder;
  private TripoScene scene;
  private Fleet fleet;
  private FakeTripo tripo;

  @BeforeEach
  void open() {
    scene = new TripoScene(folder);
    fleet = scene.fleet;
    tripo = scene.tripo;
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private TaskId enqueue(String more) {
    return scene.enqueue(more);
  }

  private Task run(String more) {
    return scene.run(more);
  }

  @Test
  void aHoodieIsMadeMeasuredAndKept() throws Exception {
    Task task = run(",\"seed\":7");
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    assertThat(result.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "task_id", "model_url", "texture_url", "preview_url", "format", "metadata");
    Map<?, ?> metadata = (Map<?, ?>) result.get("metadata");
    assertThat(metadata.get("provider")).isEqualTo("tripo");
    assertThat(metadata.get("prompt").toString())
        .startsWith("Black Rose hoodie with gold embroidery, one hoodie alone")
        .contains("Black Rose collection");
    assertThat(metadata.get("triangles").toString()).isEqualTo("12");
    Glb glb = Glb.read(fleet.file(result.get("model_url").toString()));
    assertThat(fleet.file(result.get("texture_url").toString()))
        .isEqualTo(glb.image(glb.baseColour().orElseThrow()));
    assertThat(fleet.file(result.get("preview_url").toString())).isNotEmpty();
    assertThat(fleet.history(task.id()).costs())
        .extracting(History.Cost::amount, History.Cost::unit)
        .containsExactly(org.assertj.core.api.Assertions.tuple(new BigDecimal("20.0"), "credits"));
  }

  @Test
  void aModelWithoutAPictureGetsOneDrawnHere() throws Exception {
    tripo.next(TripoFault.TASK_WITHOUT_PREVIEW);
    Map<?, ?> result = fleet.result(run("").id());
    ImageInfo drawn = ImageInfo.of(fleet.file(result.get("preview_url").toString())).orElseThrow();
    assertThat(drawn.width()).isEqualTo(768);
    assertThat(((Map<?, ?>) result.get("metadata")).get("warnings")).isEqualTo(List.of());
  }

  @Test
  void aPhotoIsUploadedAndTooSmallAOneIsRefusedBeforeAnythingIsPaid() {
    Task task = run(",\"image_url\":\"%s\"".formatted(Photos.dataUri(256, 256)));
    assertThat(task.error()).isEmpty();
    assertThat(tripo.spent()).isEqualTo(30);
    Task small = run(",\"image_url\":\"%s\"".formatted(Photos.dataUri(64, 300)));
    assertThat(small.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(small.error().orElseThrow().message()).contains("at least 256 x 256", "64 x 300");
    assertThat(tripo.created()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, PERMANENT, 403/1005",
    "CONTENT_REFUSED, PERMANENT, 400/2008",
    "PRIORITY_REFUSED, PERMANENT, 400/2013",
    "MODEL_RETIRED, PERMANENT, TRIPO_MODEL",
    "TASK_REFUSED, PERMANENT, reword it",
    "TASK_TOO_COMPLEX, PERMANENT, something simpler",
    "TASK_CANCELLED, PERMANENT, cancelled",
    "TASK_UNKNOWN_STATUS, PERMANENT, paused_for_review",
    "TASK_WITHOUT_MODEL, PERMANENT, names no model",
  })
  void whatNoOtherTryMendsFailsAtOnce(TripoFault fault, ErrorType type, String message) {
    tripo.next(fault);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(type);
    assertThat(task.error().orElseThrow().message()).contains(message);
    assertThat(task.attempt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "MODERATION_DOWN", "RATE_LIMITED", "TOO_MANY_TASKS"})
  void whatPassesIsWaitedForWithoutSpendingAnAttempt(TripoFault fault) {
    tripo.next(fault, 2);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.run()).isEqualTo(3);
    assertThat(tripo.created()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_CUT", "BAD_GATEWAY", "PROXY_PAGE"})
  void aLostAnswerIsLookedForAndNothingIsPaidTwice(TripoFault fault) {
    tripo.next(fault);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(tripo.created()).isEqualTo(1);
    assertThat(tripo.spent()).isEqualTo(20);
  }

  @Test
  void whatShowsLateAfterARefusalAndALostAnswerIsNotPaidTwice() {
    tripo.next(TripoFault.RATE_LIMITED);
    TaskId id = enqueue("");
    fleet.step();
    fleet.clock.advance(Duration.ofMinutes(5));
    tripo.usageDelay(Duration.ofSeconds(90));
    tripo.next(TripoFault.ANSWER_CUT);
    assertThat(fleet.toEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(tripo.created()).isEqualTo(1);
  }

  @Test
  void whatMayBeRepeatedIsLookedForAllTheSame() {
    tripo.next(TripoFault.ANSWER_CUT);
    Task task = run(",\"on_unknown\":\"repeat\"");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(tripo.created()).isEqualTo(1);
  }

  @Test
  void aModelIsNotLostWithAFormatThatIsNotToBeHad() {
    // The first is harmless: it is the model that it happens to.
    tripo.next(TripoFault.TASK_EXTRA_FIELDS);
    tripo.next(TripoFault.TASK_STUCK);
    TaskId id = enqueue(",\"formats\":[\"obj\"]");
    assertThat(fleet.toEnd(id).error()).isEmpty();
    Map<?, ?> metadata = (Map<?, ?>) fleet.result(id).get("metadata");
    assertThat(metadata.get("warnings").toString()).contains("no obj: ", "still running");
  }

  @Test
  void aTaskThatFailedIsMadeAnewInTheNextAttemptAndCostsOnce() {
    tripo.next(TripoFault.TASK_FAILED);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(tripo.created()).isEqualTo(2);
    assertThat(tripo.spent()).isEqualTo(20);
  }

  @Test
  void aTaskThatNeverEndsIsNotPaidForAgain() {
    tripo.next(TripoFault.TASK_STUCK);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.TIMEOUT);
    assertThat(task.error().orElseThrow().message()).contains("5b1c-000001 is still running");
    assertThat(task.attempt()).isEqualTo(4);
    assertThat(tripo.created()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "URL_EXPIRED",
        "TASK_PROGRESS_BACKWARDS",
        "TASK_EXTRA_FIELDS",
        "READ_SERVER_ERROR",
        "READ_PROXY_PAGE",
        "READ_RATE_LIMITED"
      })
  void smallTroublesAreNotEvenSeen(TripoFault fault) {
    tripo.next(fault);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.run()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MODEL_TRUNCATED", "MODEL_GARBAGE"})
  void aModelThatIsNoneIsFetchedAgainAndNeverKept(TripoFault fault) {
    tripo.next(fault);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
    assertThat(task.error().orElseThrow().message()).contains("no sound GLB");
    assertThat(tripo.created()).isEqualTo(1);
  }

  @Test
  void noCreditsSaysSoAndIsNotTriedAgain() {
    tripo.account(FakeTripo.KEY, 0);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("no credits left", "Top up");
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void theWholeFleetLeavesABusyServiceAlone() {
    tripo.next(TripoFault.TOO_MANY_TASKS);
    TaskId first = enqueue("");
    fleet.step();
    assertThat(fleet.task(first).status()).isEqualTo(TaskStatus.SCHEDULED);
    int asked = tripo.requests();
    TaskId second = enqueue("");
    fleet.step();
    assertThat(fleet.task(second).status()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(tripo.requests()).isEqualTo(asked);
    assertThat(fleet.toEnd(first).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(fleet.toEnd(second).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(fleet.task(second).attempt()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsKilledAtAnyStepNeverPaysTwice() {
    fleet.toEnd(enqueue(",\"formats\":[\"obj\"]"));
    long calls = fleet.calls();
    assertThat(calls).isGreaterThan(20);
    for (Fleet.Kill kill : Fleet.Kill.everywhere(calls)) {
      close();
      open();
      fleet.plan(kill);
      Task task = run(",\"formats\":[\"obj\"]");
      assertThat(task.error()).as(kill.toString()).isEmpty();
      assertThat(tripo.created()).as(kill.toString()).isEqualTo(2);
      assertThat(tripo.spent()).as(kill.toString()).isEqualTo(25);
      assertThat(task.attempt()).as(kill.toString()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, auto, tripo",
    "AUTO, local, local-preview",
    "LOCAL, auto, local-preview",
    "LOCAL, tripo, tripo",
    "TRIPO, local, local-preview",
  })
  void whoMakesItIsSaidByTheInputOrElseByTheSetting(Maker setting, String input, String made) {
    scene.serve(setting, scene.usual(), fleet.inputs);
    Task task = run(",\"provider\":\"%s\"".formatted(input));
    assertThat(task.error()).isEmpty();
    assertThat(scene.metadata(task.id()).get("provider")).isEqualTo(made);
    assertThat(tripo.created()).isEqualTo(made.equals("tripo") ? 1 : 0);
  }

  @Test
  void withoutAKeyTripoIsRefusedWithWhatToDo() {
    var tasks =
        new Model3dTasks(
            Maker.TRIPO,
            Optional.empty(),
            fleet.inputs,
            fleet.shelf,
            new Semaphore(1),
            fleet.clock,
            Optional.empty());
    fleet.serve(tasks.served());
    assertThat(run("").error().orElseThrow().message()).contains("set TRIPO_API_KEY");
  }

  @Test
  void wrongFieldsAreNamedWithWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                fleet.enqueue(
                    "generate_3d",
                    "{\"prompt\":\"\",\"style\":\"photo\",\"collection\":\"RED\",\"garment_type\":\"sock\"}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("prompt")
        .hasMessageContaining("realistic, cartoon, anime, low-poly")
        .hasMessageContaining("SIGNATURE, BLACK_ROSE, LOVE_HURTS")
        .hasMessageContaining("track_pants")
        .hasMessageContaining("user_id");
  }
}
