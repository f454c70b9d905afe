package com.devskyy.tasks.tryon;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.fakes.FashnFault;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.OnUnknown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is bought at FASHN when one thing after the other goes wrong: runs and credits are
/// counted there, and what the task notes is compared with them.
@Timeout(120)
final class FashnMoneyTest {
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

  private Task replayed(Task task) {
    scene.fleet.replay(task.id());
    return scene.fleet.toEnd(task.id());
  }

  private void assertBought(Task task, int runs, int credits) {
    assertThat(task.error()).isEmpty();
    assertThat(scene.fashn.started()).as("runs").isEqualTo(runs);
    assertThat(scene.fashn.spent()).as("credits").isEqualTo(credits);
    assertThat(scene.fleet.noted(task.id())).isEqualByComparingTo("" + credits);
    Map<?, ?> metadata = (Map<?, ?>) scene.fleet.result(task.id()).get("metadata");
    assertThat(metadata.get("credits").toString()).isEqualTo("" + credits);
  }

  /// Runs a task once for each call of the store and each way to die there, replaying what failed
  /// for anything but an unknown outcome; no picture is ever paid for twice.
  ///
  /// @param runs how many it takes
  /// @return where a worker died between the intent and the id: a person decides there
  private List<String> killedEverywhere(FashnFault trouble, int runs) {
    scene.fashn.next(trouble);
    assertThat(finished(scene.run("")).status()).isEqualTo(TaskStatus.COMPLETED);
    long calls = scene.fleet.calls();
    assertThat(calls).isGreaterThan(15);
    List<String> unknown = new ArrayList<>();
    for (Fleet.Kill kill : Fleet.Kill.everywhere(calls)) {
      close();
      open();
      scene.fashn.next(trouble);
      scene.fleet.plan(kill);
      Task task = finished(scene.run(""));
      if (task.status() == TaskStatus.FAILED) {
        unknown.add(kill.toString());
        assertThat(scene.fashn.started()).as(kill.toString()).isLessThanOrEqualTo(runs);
        assertThat(scene.fashn.spent()).as(kill.toString()).isLessThanOrEqualTo(1);
      } else {
        assertThat(scene.fashn.started()).as(kill.toString()).isEqualTo(runs);
        assertThat(scene.fashn.spent()).as(kill.toString()).isEqualTo(1);
      }
    }
    return unknown;
  }

  /// @return completed, or failed with an outcome that is unknown
  private Task finished(Task task) {
    Task last = task;
    for (int i = 0; i < 3 && last.status() == TaskStatus.FAILED; i++) {
      if (last.error().orElseThrow().type() == ErrorType.OUTCOME_UNKNOWN) {
        return last;
      }
      last = replayed(last);
    }
    assertThat(last.status()).isEqualTo(TaskStatus.COMPLETED);
    return last;
  }

  @Test
  void killedAnywhereAroundARunThatFailsOnePictureIsPaid() {
    assertThat(killedEverywhere(FashnFault.PIPELINE_ERROR, 2)).as("two windows").hasSize(4);
  }

  @Test
  void killedAnywhereAroundAReadingThatIsRefusedOnePictureIsPaid() {
    assertThat(killedEverywhere(FashnFault.READ_REFUSED, 1)).as("one window").hasSize(2);
  }

  @Test
  void aKeyThatIsWrongWhileAPictureIsMadeCostsNoSecondPicture() {
    scene.fashn.next(FashnFault.READ_REFUSED);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message())
        .contains("401 UnauthorizedAccess", "FASHN_API_KEY is wrong");
    assertBought(replayed(task), 1, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OUTPUT_EMPTY", "OUTPUT_NULL", "OUTPUT_MISSING"})
  void whatIsCompletedWithoutOutputIsMadeAnewByAReplayAloneWhichWasTold(FashnFault fault) {
    scene.fashn.next(fault);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message())
        .contains("gives no output", "replaying the task runs it again, which is paid for again");
    assertThat(scene.fashn.started()).isEqualTo(1);
    assertBought(replayed(task), 2, 2);
  }

  @Test
  void aRunThatIsGoneIsMadeAnewByAReplayAloneWhichWasTold() {
    scene.fashn.next(FashnFault.READ_NOT_FOUND);
    Task task = scene.run("");
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message())
        .contains("404 NotFound", "FASHN_API_KEY is of another account", "paid for again");
    assertThat(scene.fashn.started()).isEqualTo(1);
    assertThat(replayed(task).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(scene.fashn.started()).isEqualTo(2);
  }

  @Test
  void whatIsKeptIsDeliveredThoughFashnHasForgottenTheRun() {
    for (long call = 1; ; call++) {
      scene.fleet.plan(Fault.Plan.at(call, new Fault.CrashAfter()));
      TaskId id = scene.enqueue("");
      scene.fleet.step();
      assertThat(scene.fleet.task(id).status().isEnd()).isFalse();
      if (scene.fleet.hasDone(id, "keep")) {
        scene.fashn.next(FashnFault.READ_NOT_FOUND);
        assertBought(scene.fleet.toEnd(id), 1, 1);
        return;
      }
      close();
      open();
    }
  }

  @ParameterizedTest
  @CsvSource({"FAIL, '', false", "REPEAT, '', true", "FAIL, repeat, true", "REPEAT, fail, false"})
  void whatNobodyCanTellIsRepeatedWhereTheInputOrElseTheSettingSaysSo(
      OnUnknown setting, String input, boolean repeated) {
    scene.serve(setting, scene.fleet.inputs);
    scene.fashn.next(FashnFault.ANSWER_CUT);
    Task task = scene.run(input.isEmpty() ? "" : ",\"on_unknown\":\"%s\"".formatted(input));
    assertThat(task.status()).isEqualTo(repeated ? TaskStatus.COMPLETED : TaskStatus.FAILED);
    assertThat(scene.fashn.started()).isEqualTo(repeated ? 2 : 1);
  }
}
