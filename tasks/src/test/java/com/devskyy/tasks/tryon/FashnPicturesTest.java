package com.devskyy.tasks.tryon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.fakes.FashnFault;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Photos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class FashnPicturesTest {
  @TempDir Path folder;
  private FashnScene scene;
  private Fleet fleet;
  private FakeFashn fashn;

  @BeforeEach
  void open() {
    scene = new FashnScene(folder);
    fleet = scene.fleet;
    fashn = scene.fashn;
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
  void aGarmentIsPutOnAPersonAndKept() throws Exception {
    Task task = run(",\"category\":\"outerwear\",\"mode\":\"fast\",\"seed\":7");
    assertThat(task.error()).isEmpty();
    Map<?, ?> result = fleet.result(task.id());
    assertThat(result.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder("task_id", "image_url", "image_path", "metadata");
    Map<?, ?> metadata = (Map<?, ?>) result.get("metadata");
    assertThat(metadata.get("provider")).isEqualTo("fashn");
    assertThat(metadata.get("width").toString()).isEqualTo("864");
    assertThat(fleet.file(result.get("image_url").toString())).isNotEmpty();
    assertThat(fleet.history(task.id()).costs()).hasSize(1);
    assertThat(fashn.spent()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_create | ,\"prompt\":\"a model in Oakland\"",
        "product_to_model | ,\"prompt\":\"in Oakland\"",
        "background_remove | ''",
      })
  void everyOperationIsServed(String operation, String more) {
    Task task = run(",\"operation\":\"%s\"%s".formatted(operation, more));
    assertThat(task.error()).isEmpty();
    assertThat(fashn.started()).isEqualTo(1);
  }

  private Task cutOut(Maker provider) {
    return fleet.toEnd(
        fleet.enqueue(
            "fashn_tryon",
            "{\"operation\":\"background_remove\",\"garment_image\":\"%s\",\"user_id\":\"u\",\"provider\":\"%s\"}"
                .formatted(
                    Photos.dataUri(Photos.tee()), provider.name().toLowerCase(Locale.ROOT))));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, AUTO, true, fashn",
    "AUTO, LOCAL, true, local-preview",
    "LOCAL, AUTO, true, local-preview",
    "LOCAL, FASHN, true, fashn",
    "FASHN, AUTO, true, fashn",
    "FASHN, LOCAL, true, local-preview",
    "AUTO, AUTO, false, local-preview",
    "FASHN, LOCAL, false, local-preview",
  })
  void whoMakesItIsSaidByTheInputOrElseByTheSetting(
      Maker setting, Maker input, boolean key, String made) {
    scene.serve(setting, key);
    Task task = cutOut(input);
    assertThat(task.error()).isEmpty();
    Map<?, ?> metadata = (Map<?, ?>) fleet.result(task.id()).get("metadata");
    assertThat(metadata.get("provider")).isEqualTo(made);
    assertThat(fashn.started()).isEqualTo(made.equals("fashn") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"FASHN, AUTO", "AUTO, FASHN", "LOCAL, FASHN"})
  void withoutAKeyFashnIsRefusedWithWhatToDo(Maker setting, Maker input) {
    scene.serve(setting, false);
    Task task = cutOut(input);
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message())
        .contains("set FASHN_API_KEY for the workers", "provider local");
    assertThat(task.attempt()).isEqualTo(1);
  }

  @Test
  void whatAnOperationNeedsIsSaidAtOnce() {
    assertThatThrownBy(
            () -> fleet.enqueue("fashn_tryon", "{\"model_image\":\"a.jpg\",\"user_id\":\"u\"}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("operation try_on needs garment_image");
    assertThatThrownBy(
            () ->
                fleet.enqueue("fashn_tryon", "{\"operation\":\"model_create\",\"user_id\":\"u\"}"))
        .hasMessageContaining("operation model_create needs prompt");
    assertThatThrownBy(() -> enqueue(",\"category\":\"shoes\""))
        .hasMessageContaining("tops, bottoms, dresses, outerwear, full_body");
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE_LOAD_ERROR, must be public",
    "CONTENT_MODERATION_ERROR, moderation refuses",
    "POSE_ERROR, from the front",
    "INPUT_VALIDATION_ERROR, InputValidationError",
    "THIRD_PARTY_ERROR, moderation refuses",
    "NSFW_ERROR, moderation refuses",
    "LORA_LOAD_ERROR, LoRALoadError",
    "TIME_OUT, time_out",
    "CANCELED, canceled",
    "UNKNOWN_STATUS, archived",
    "OUTPUT_EMPTY, gives no output",
    "OUTPUT_NULL, gives no output",
    "OUTPUT_MISSING, gives no output",
  })
  void whatNoOtherTryMendsFailsAtOnce(FashnFault fault, String message) {
    fashn.next(fault);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains(message);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(fashn.started()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PIPELINE_ERROR", "PROVIDER_ERROR", "INTERNAL_ERROR"})
  void whatMayPassIsRunAnewInTheNextAttemptAndCostsOnce(FashnFault fault) {
    fashn.next(fault);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(fashn.started()).isEqualTo(2);
    assertThat(fashn.spent()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "CONCURRENCY", "SERVER_ERROR"})
  void whatPassesIsWaitedForWithoutSpendingAnAttempt(FashnFault fault) {
    fashn.next(fault, 2);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(fashn.started()).isEqualTo(1);
  }

  @Test
  void noCreditsSaysSoAndIsNotTriedAgain() {
    fashn.next(FashnFault.OUT_OF_CREDITS);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("FASHN has no credits left");
  }

  @Test
  void anImageThatWentAwayMeanwhileIsNoUnknownOutcome() throws Exception {
    Path photo = folder.resolve("photo.png");
    Files.write(photo, Photos.png(800, 1200));
    fashn.next(FashnFault.RATE_LIMITED);
    TaskId id =
        fleet.enqueue(
            "fashn_tryon",
            "{\"model_image\":\"photo.png\",\"garment_image\":\"photo.png\",\"user_id\":\"u\"}");
    fleet.step();
    assertThat(fleet.task(id).status()).isEqualTo(TaskStatus.SCHEDULED);
    Files.delete(photo);
    Task task = fleet.toEnd(id);
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).contains("model_image");
    assertThat(fashn.started()).isZero();
  }

  @Test
  void aPictureThatIsNoneIsFetchedAgainAndNeverKept() {
    fashn.next(FashnFault.OUTPUT_GARBAGE);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
    assertThat(task.error().orElseThrow().message()).contains("delivered no picture");
    assertThat(task.attempt()).isEqualTo(4);
    assertThat(fashn.started()).isEqualTo(1);
  }

  @Test
  void aRunThatNeverEndsIsNotPaidForAgain() {
    fashn.next(FashnFault.STUCK);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.TIMEOUT);
    assertThat(fashn.started()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OUTPUT_EXPIRED", "READ_RATE_LIMITED", "READ_SERVER_PAGE"})
  void smallTroublesAreNotEvenSeen(FashnFault fault) {
    fashn.next(fault);
    Task task = run("");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.run()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_CUT", "SERVER_PAGE"})
  void aLostAnswerEndsAsUnknownAndAPersonDecides(FashnFault fault) {
    fashn.next(fault);
    Task task = run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
    assertThat(task.error().orElseThrow().message())
        .contains("FASHN may have run try_on for up to 1 credit");
    assertThat(fashn.started()).isEqualTo(1);
    fleet.client().change(new Selection.Ids(List.of(task.id())), new Change.Replay(), _ -> {});
    assertThat(fleet.toEnd(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(fashn.started()).isEqualTo(2);
  }

  @Test
  void aWorkerThatIsKilledAtAnyStepNeverPaysTwice() {
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
      } else {
        assertThat(task.status()).as(kill.toString()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(fashn.started()).as(kill.toString()).isEqualTo(1);
      }
      assertThat(fashn.started()).as(kill.toString()).isLessThanOrEqualTo(1);
    }
    // The one window: between the intent and the id. It has two edges.
    assertThat(unknown).hasSize(2);
  }
}
