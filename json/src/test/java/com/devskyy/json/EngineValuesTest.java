package com.devskyy.json;

import static com.devskyy.json.Codecs.CODEC;
import static com.devskyy.json.Codecs.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec.UnknownFields;
import com.devskyy.engine.Envelope;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineValuesTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private static final Task FAILED =
      new Task(
          new TaskId("01J8ZZZZZZ00AAAAAAAAAAAAAA"),
          new TypeName("generate_3d"),
          TaskStatus.FAILED,
          new Priority(7),
          Optional.of("u17"),
          Optional.empty(),
          Optional.of(Json.of("{\"campaign_id\":\"c1\"}")),
          Optional.empty(),
          Optional.of(new TaskError(ErrorType.RATE_LIMITED, "429")),
          2,
          1,
          0,
          NOON,
          NOON,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(NOON),
          Optional.of(NOON),
          Optional.of("w1"),
          Optional.of(new Task.Progress(0.5, "half")),
          false,
          Optional.empty(),
          9);

  @Test
  void taskIsWrittenInStableWords() {
    assertThat(written(FAILED))
        .isEqualTo(
            "{'id':'01J8ZZZZZZ00AAAAAAAAAAAAAA','type':'generate_3d','status':'failed','priority':7,"
                + "'user_id':'u17','input':{'campaign_id':'c1'},"
                + "'error':{'type':'RateLimited','message':'429','detail':''},"
                + "'run':2,'attempt':1,'crashes':0,'created_at':'2026-11-30T12:00:00Z',"
                + "'due_at':'2026-11-30T12:00:00Z','started_at':'2026-11-30T12:00:00Z',"
                + "'ended_at':'2026-11-30T12:00:00Z','worker':'w1',"
                + "'progress':{'fraction':0.5,'message':'half'},'cancel_requested':false,"
                + "'version':9}");
  }

  @Test
  void envelopeEchoesAndSpells() {
    assertThat(Envelope.of(FAILED, List.of("campaign_id"), CODEC).text().replace('"', '\''))
        .isEqualTo(
            "{'status':'failed','task_id':'01J8ZZZZZZ00AAAAAAAAAAAAAA','campaign_id':'c1',"
                + "'error':'429','error_type':'RateLimited','user_id':'u17',"
                + "'failed_at':'2026-11-30T12:00:00Z'}");
  }

  @Test
  void countsAreKeyedByTypeAndStatus() {
    assertThat(
            written(
                new Counts(
                    Map.of(
                        new TypeName("b"),
                        new Counts.Queue(Map.of(TaskStatus.QUEUED, 3L), Optional.of(NOON), true),
                        new TypeName("a"),
                        new Counts.Queue(Map.of(), Optional.empty(), false)))))
        .isEqualTo(
            "{'queues':{'a':{'tasks':{},'paused':false},"
                + "'b':{'tasks':{'queued':3},'oldest_queued':'2026-11-30T12:00:00Z','paused':true}}}");
  }

  /// Those that hold code or settings of a program.
  private static final List<Class<?>> NO_VALUES =
      List.of(TaskType.class, TaskType.Uniqueness.class, ServedType.class, RetryPolicy.class);

  static List<Class<?>> engineRecords() throws Exception {
    Path home = Path.of(Task.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(home)) {
      return recordsBelow(home);
    }
    try (FileSystem jar = FileSystems.newFileSystem(home)) {
      return recordsBelow(jar.getPath("/"));
    }
  }

  private static List<Class<?>> recordsBelow(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && name.contains("engine"))
          // What a worker is made of is no value.
          .filter(name -> !name.contains("worker"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.').replace('\\', '.'))
          .sorted()
          .<Class<?>>map(EngineValuesTest::load)
          .filter(type -> type.isRecord() && !NO_VALUES.contains(type))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Task.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("engineRecords")
  void everyValueOfTheEngineCanBeWritten(Class<?> type) {
    var samples = new Samples(new SplittableRandom(1));
    for (int i = 0; i < 20; i++) {
      Json json = CODEC.encode(samples.of(type));
      assertThat(CODEC.decode(json, Json.class, UnknownFields.REFUSE).value()).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Task.class,
        TaskPage.class,
        Counts.class,
        History.class,
        Registry.class,
        Changed.class,
        Claimed.class,
        Hint.class,
        InsertAnswer.class,
        NewTask.class,
        Position.class,
        TaskQuery.class,
        TaskError.class
      })
  void whatPeopleAndServersReadComesBackEqual(Class<?> type) {
    var samples = new Samples(new SplittableRandom(2));
    for (int i = 0; i < 50; i++) {
      Object value = samples.of(type);
      Json json = CODEC.encode(value);
      assertThat((Object) CODEC.decode(json, type, UnknownFields.REFUSE).value())
          .as(json.text())
          .isEqualTo(value);
    }
  }
}
