package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.fakes.TripoFault;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is bought at Tripo when one thing after the other goes wrong: creations and credits are
/// counted there, and what the task notes is compared with them.
@Timeout(120)
final class TripoMoneyTest {
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

  private void assertBought(Task task, int creations, int credits) {
    assertThat(task.error()).isEmpty();
    assertThat(scene.tripo.created()).as("creations").isEqualTo(creations);
    assertThat(scene.tripo.spent()).as("credits").isEqualTo(credits);
    assertThat(scene.fleet.noted(task.id())).isEqualByComparingTo("" + credits);
    assertThat(scene.metadata(task.id()).get("credits").toString()).isEqualTo(credits + ".0");
  }

  private Task replayed(Task task) {
    scene.fleet.replay(task.id());
    return scene.fleet.toEnd(task.id());
  }

  /// Runs a task once for each call of the store and each way to die there, replaying what
  /// failed.
  private void killEverywhere(Consumer<TripoScene> trouble, Consumer<String> check) {
    trouble.accept(scene);
    finish(scene.enqueue(""));
    check.accept("nobody killed");
    long calls = scene.fleet.calls();
    assertThat(calls).isGreaterThan(15);
    for (Fleet.Kill kill : Fleet.Kill.everywhere(calls)) {
      close();
      open();
      trouble.accept(scene);
      scene.fleet.plan(kill);
      finish(scene.enqueue(""));
      check.accept(kill.toString());
    }
  }

  private void finish(TaskId id) {
    Task task = scene.fleet.toEnd(id);
    for (int i = 0; i < 3 && task.status() == TaskStatus.FAILED; i++) {
      task = replayed(task);
    }
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
  }

  private void assertSpent(String where, int creations, int credits) {
    assertThat(scene.tripo.created()).as("creations, " + where).isEqualTo(creations);
    assertThat(scene.tripo.spent()).as("credits, " + where).isEqualTo(credits);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 90})
  void aTaskThatFailedIsNotTakenForTheOneWhoseAnswerWasLost(int shownAfter) {
    scene.tripo.usageDelay(Duration.ofSeconds(shownAfter));
    scene.tripo.next(TripoFault.TASK_FAILED);
    scene.tripo.next(TripoFault.ANSWER_CUT);
    Task task = scene.run("");
    assertBought(task, 2, 20);
    assertThat(task.attempt()).isEqualTo(2);
  }

  @Test
  void aTaskThatFailedIsNotTakenForOneThatWasNeverMade() {
    scene.tripo.next(TripoFault.TASK_FAILED);
    scene.tripo.next(TripoFault.PROXY_PAGE);
    Task task = scene.run("");
    assertBought(task, 2, 20);
    assertThat(task.attempt()).isEqualTo(2);
  }

  @Test
  void whatWasMadeThoughTripoSaidItWasInTroubleIsFoundBeforeItIsSentAgain() {
    scene.tripo.next(TripoFault.SERVER_ERROR_AFTERWARDS);
    Task task = scene.run("");
    assertBought(task, 1, 20);
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void killedAnywhereAroundATaskThatFailsOneModelIsPaid() {
    killEverywhere(it -> it.tripo.next(TripoFault.TASK_FAILED), where -> assertSpent(where, 2, 20));
  }

  @Test
  void killedAnywhereAroundATroubleThatMadeItOneModelIsPaid() {
    killEverywhere(
        it -> it.tripo.next(TripoFault.SERVER_ERROR_AFTERWARDS),
        where -> assertSpent(where, 1, 20));
  }

  @Test
  void killedAnywhereAroundAFailureAndALostAnswerOneModelIsPaid() {
    killEverywhere(
        it -> {
          it.tripo.usageDelay(Duration.ofSeconds(30));
          it.tripo.next(TripoFault.TASK_FAILED);
          it.tripo.next(TripoFault.ANSWER_CUT);
        },
        where -> assertSpent(where, 2, 20));
  }

  @Test
  void killedAnywhereAroundAReadingThatIsRefusedOneModelIsPaid() {
    killEverywhere(
        it -> it.tripo.next(TripoFault.READ_REFUSED), where -> assertSpent(where, 1, 20));
  }

  @Test
  void killedAnywhereAroundALostAnswerAndARefusalToTellOneModelIsPaid() {
    killEverywhere(
        it -> {
          it.tripo.next(TripoFault.ANSWER_CUT);
          it.tripo.next(TripoFault.READ_REFUSED);
        },
        where -> assertSpent(where, 1, 20));
  }

  @Test
  void aKeyThatIsWrongWhileAModelIsMadeCostsNoSecondModel() {
    scene.tripo.next(TripoFault.READ_REFUSED);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("401/1000", "TRIPO_API_KEY");
    assertThat(task.attempt()).isEqualTo(1);
    assertBought(replayed(task), 1, 20);
  }

  @Test
  void aModelThatTripoDoesNotKnowIsWaitedForByTheReplayAndNotMadeAnew() {
    scene.tripo.next(TripoFault.READ_NOT_FOUND);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message())
        .contains("404/2001", "only the key that made a task sees it");
    assertBought(replayed(task), 1, 20);
  }

  /// The first fault is harmless: it is the model that it happens to.
  @Test
  void aFormatThatMayBePaidForIsDeliveredByTheReplay() {
    scene.tripo.next(TripoFault.TASK_EXTRA_FIELDS);
    scene.tripo.next(TripoFault.ANSWER_CUT);
    scene.tripo.next(TripoFault.READ_REFUSED);
    Task task = scene.run(",\"formats\":[\"obj\"]");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
    assertBought(replayed(task), 2, 25);
    assertThat(scene.metadata(task.id()).get("warnings")).isEqualTo(List.of());
  }

  @Test
  void aKeyThatIsWrongWhileAFormatIsMadeLosesNeitherModelNorFormat() {
    scene.tripo.next(TripoFault.TASK_EXTRA_FIELDS, 2);
    scene.tripo.next(TripoFault.READ_REFUSED);
    Task task = scene.run(",\"formats\":[\"obj\"]");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("TRIPO_API_KEY");
    assertBought(replayed(task), 2, 25);
    assertThat(scene.metadata(task.id()).get("warnings")).isEqualTo(List.of());
  }

  @Test
  void aLostAnswerThatCannotBeLookedForIsLookedForByTheReplay() {
    scene.tripo.next(TripoFault.ANSWER_CUT);
    scene.tripo.next(TripoFault.READ_REFUSED);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
    assertThat(task.error().orElseThrow().message())
        .contains("may have made text_to_model", "up to 20 credits (0.20 USD)", "401/1000")
        .contains("Replaying the task looks once more");
    scene.tripo.next(TripoFault.READ_REFUSED);
    assertThat(replayed(task).error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertBought(replayed(task), 1, 20);
  }

  @Test
  void whatTheUsageDoesNotTellIsMadeAnewByTheReplayAlone() {
    scene.tripo.next(TripoFault.ANSWER_CUT);
    scene.tripo.next(TripoFault.TASK_WITHOUT_INPUT);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
    assertSpent("before the replay", 1, 20);
    assertThat(replayed(task).status()).isEqualTo(TaskStatus.COMPLETED);
    assertSpent("after it", 2, 40);
  }

  @Test
  void whatIsKeptIsDeliveredWithoutAnotherWordFromTripo() {
    Task whole = scene.run(",\"formats\":[\"obj\"]");
    assertBought(whole, 2, 25);
    for (long call = 1; ; call++) {
      close();
      open();
      scene.fleet.plan(Fault.Plan.at(call, new Fault.CrashAfter()));
      TaskId id = scene.enqueue(",\"formats\":[\"obj\"]");
      scene.fleet.step();
      assertThat(scene.fleet.task(id).status().isEnd()).isFalse();
      if (scene.fleet.hasDone(id, "keep obj")) {
        int asked = scene.tripo.requests();
        assertBought(scene.fleet.toEnd(id), 2, 25);
        assertThat(scene.tripo.requests()).isEqualTo(asked);
        return;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, '', false",
    "REPEAT, '', true",
    "FAIL, repeat, true",
    "REPEAT, fail, false",
    "REPEAT, stop, false"
  })
  void whatNobodyCanTellIsRepeatedWhereTheInputOrElseTheSettingSaysSo(
      OnUnknown setting, String input, boolean repeated) {
    scene.serve(scene.setting(TripoScene.MODEL, 30_000, true, TextureQuality.STANDARD, setting));
    scene.tripo.next(TripoFault.ANSWER_CUT);
    scene.tripo.next(TripoFault.TASK_WITHOUT_INPUT);
    Task task = scene.run(input.isEmpty() ? "" : ",\"on_unknown\":\"%s\"".formatted(input));
    assertThat(task.status()).isEqualTo(repeated ? TaskStatus.COMPLETED : TaskStatus.FAILED);
    assertThat(scene.tripo.created()).isEqualTo(repeated ? 2 : 1);
  }

  @Test
  void successWithoutAModelIsPaidForAndMadeAnewByAReplayAlone() {
    scene.tripo.next(TripoFault.TASK_WITHOUT_MODEL);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("paid for again");
    assertSpent("before the replay", 1, 20);
    assertBought(replayed(task), 2, 40);
  }

  @ParameterizedTest
  @EnumSource(names = {"FORBIDDEN", "CONTENT_REFUSED", "MODEL_RETIRED", "TASK_REFUSED"})
  void whatWasRefusedIsAskedForAnewByAReplay(TripoFault fault) {
    scene.tripo.next(fault);
    Task task = scene.run("");
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertBought(replayed(task), fault == TripoFault.TASK_REFUSED ? 2 : 1, 20);
  }

  @Test
  void anUploadThatIsGoneMeanwhileIsMadeAnew() {
    scene.tripo.next(TripoFault.RATE_LIMITED);
    TaskId id = scene.enqueue(",\"image_url\":\"%s\"".formatted(Photos.dataUri(256, 256)));
    scene.fleet.step();
    assertThat(scene.fleet.task(id).status()).isEqualTo(TaskStatus.SCHEDULED);
    scene.tripo.forgetUploads();
    Task task = scene.fleet.toEnd(id);
    assertBought(task, 1, 30);
    assertThat(task.attempt()).isEqualTo(2);
  }

  @Test
  void whatIsBoughtIsWhatWasPlannedWhateverTheSettingIsByThen() {
    scene.tripo.next(TripoFault.RATE_LIMITED);
    TaskId id = scene.enqueue("");
    scene.fleet.step();
    scene.serve(
        scene.setting("v3.0-20250812", 30_000, true, TextureQuality.EXTREME, OnUnknown.FAIL));
    assertBought(scene.fleet.toEnd(id), 1, 20);
    assertThat(scene.tripo.asked().getFirst()).contains(TripoScene.MODEL);
    assertThat(scene.metadata(id).get("model")).isEqualTo(TripoScene.MODEL);
  }
}
