package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.json.JsonCodec;
import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.servers.PythonProducer;
import com.devskyy.servers.RedisServer;
import java.awt.Color;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The platform's existing producers and the program as it is shipped: a worker that knows of Redis
/// by `REDIS_URL` alone, with the handlers of all types.
@Timeout(240)
final class PythonProducersIT {
  private static final String SECONDS = "60";
  private static final JsonCodec CODEC = new JsonCodec();

  @TempDir private Path folder;

  private Process worker(RedisServer server, Map<String, String> more) throws IOException {
    var program = new Program(folder).with("REDIS_URL", server.url());
    more.forEach(program::with);
    Process worker = program.start("worker", "--json");
    BufferedReader ready = worker.inputReader();
    assertThat(ready.readLine()).contains("\"store\":\"redis://", "\"generate_3d\"");
    return worker;
  }

  private static Program.Ended stop(Process worker) {
    worker.toHandle().destroy();
    return Program.end(worker);
  }

  private record Producer(PythonProducer python, RedisServer server) {
    /// Enqueues, then asks for the result again and again.
    Map<String, Object> polled(String type, String data) throws Exception {
      String id = python.run(server, "enqueue", type, data);
      assertThat(id).startsWith(type + ":");
      Map<String, Object> result = read(python.run(server, "poll", id, SECONDS));
      assertThat(result).containsEntry("task_id", id);
      return result;
    }

    /// Subscribes, enqueues, and reads the result once it is told.
    Map<String, Object> told(String type, String data) throws Exception {
      Map<String, Object> answer = read(python.run(server, "listen", type, data, SECONDS));
      assertThat(answer.get("told")).asInstanceOf(MAP).containsEntry("status", "completed");
      return member(answer, "result");
    }
  }

  @SuppressWarnings("unchecked") // the name of a member is a text
  private static Map<String, Object> read(String json) {
    Object value = CODEC.decode(Json.of(json), Object.class, Codec.UnknownFields.IGNORE).value();
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // the name of a member is a text
  private static Map<String, Object> member(Map<String, Object> of, String name) {
    assertThat(of.get(name)).as(name + " of " + of).isInstanceOf(Map.class);
    return (Map<String, Object>) of.get(name);
  }

  /// A shirt before a white wall.
  private void drawGarment(String file) throws IOException {
    var image = new BufferedImage(480, 480, BufferedImage.TYPE_INT_RGB);
    var on = image.createGraphics();
    on.setColor(Color.WHITE);
    on.fillRect(0, 0, 480, 480);
    on.setColor(new Color(30, 30, 60));
    on.fillPolygon(
        new Polygon(
            new int[] {160, 210, 270, 320, 420, 390, 330, 330, 150, 150, 90, 60},
            new int[] {90, 110, 110, 90, 170, 230, 190, 400, 400, 190, 230, 170},
            12));
    on.dispose();
    ImageIO.write(image, "png", folder.resolve(file).toFile());
  }

  @Test
  void tasksOfEachTypeAreDoneForAProducerThatPollsAndForOneThatListens() throws Exception {
    Optional<PythonProducer> python = PythonProducer.find(folder);
    assumeTrue(python.isPresent(), PythonProducer.MISSING);
    Files.writeString(folder.resolve("reviews.csv"), SampleReviews.csv(SampleReviews.ROWS, 1));
    drawGarment("shirt.png");
    try (var server = RedisServer.start()) {
      Process worker = worker(server, Map.of());
      var producer = new Producer(python.get(), server);

      String training =
          """
          {"model_id": "sentiment_analyzer", "training_data_path": "reviews.csv", "user_id": "u17"}""";
      assertThat(producer.polled("ml_training", training)).containsEntry("status", "completed");
      assertThat(producer.told("ml_training", training)).containsEntry("status", "completed");

      String prediction =
          """
          {"model_id": "sentiment_analyzer", "user_id": "u17", \
          "input_data": {"text": "The fabric is soft and warm."}}""";
      for (Map<String, Object> done :
          List.of(
              producer.polled("ml_prediction", prediction),
              producer.told("ml_prediction", prediction))) {
        assertThat(done).containsEntry("status", "completed");
        assertThat(String.valueOf(done)).contains("positive");
      }

      String garment =
          """
          {"prompt": "Black Rose hoodie with gold embroidery", "garment_type": "hoodie", \
          "collection": "BLACK_ROSE", "user_id": "studio"}""";
      for (Map<String, Object> done :
          List.of(producer.polled("generate_3d", garment), producer.told("generate_3d", garment))) {
        assertThat(done).containsEntry("status", "completed");
        assertThat(String.valueOf(done)).contains(".glb");
      }

      String cutOut =
          """
          {"operation": "background_remove", "garment_image": "shirt.png", "user_id": "u17"}""";
      for (Map<String, Object> done :
          List.of(producer.polled("fashn_tryon", cutOut), producer.told("fashn_tryon", cutOut))) {
        assertThat(done).containsEntry("status", "completed");
        assertThat(String.valueOf(done)).contains(".png");
      }

      // What cannot be done is said as well, to those who look at tasks too.
      Map<String, Object> failed =
          producer.polled("generate_3d", "{\"garment_type\": \"spaceship\", \"user_id\": \"u1\"}");
      assertThat(failed)
          .containsEntry("status", "failed")
          .containsEntry("error_type", "InvalidInput");
      assertThat(stop(worker).exitCode()).isZero();
      for (String type : List.of("ml_training", "ml_prediction", "generate_3d", "fashn_tryon")) {
        assertThat(server.call("EXISTS", "queue:" + type)).isEqualTo(0L);
      }
    }
  }

  @Test
  void whereTheProtocolIsOffTheQueuesAreLeftAloneAndElseAnsweredInTheWordThatIsSet()
      throws Exception {
    drawGarment("shirt.png");
    String id = "fashn_tryon:1767571200.25";
    String value =
        """
        {"task_id": "%s", "task_type": "fashn_tryon", "status": "queued", "data": \
        {"operation": "background_remove", "garment_image": "shirt.png", "user_id": "u17"}}"""
            .formatted(id);
    try (var server = RedisServer.start()) {
      server.call("SET", "devskyy:tasks:" + id, value);
      server.call("ZADD", "queue:fashn_tryon", "5", id);
      Process off = worker(server, Map.of("LEGACY_PROTOCOL", "off"));
      // So long that it has looked at whatever it looks at, and works.
      var program = new Program(folder).with("REDIS_URL", server.url());
      Program.Ended own =
          program.run("run", "generate_3d", "--example", "--timeout", SECONDS + "s");
      assertThat(own.exitCode()).as(own.err()).isZero();
      assertThat(stop(off).exitCode()).isZero();
      assertThat(server.call("ZSCORE", "queue:fashn_tryon", id)).isEqualTo("5");
      assertThat(server.call("GET", "devskyy:tasks:" + id)).isEqualTo(value);
      assertThat(server.call("EXISTS", "devskyy:results:" + id)).isEqualTo(0L);

      Process on = worker(server, Map.of("LEGACY_RESULT_STATUS", "success"));
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!(server.call("GET", "devskyy:results:" + id) instanceof String result)) {
        assertThat(System.nanoTime()).as("waited too long for the result").isLessThan(until);
      }
      assertThat(read(result)).containsEntry("status", "success");
      assertThat(stop(on).exitCode()).isZero();
    }
  }

  @Test
  void aWorkerThatIsStoppedAnswersWhatItHasFinishedBeforeItEnds() throws Exception {
    drawGarment("shirt.png");
    try (var server = RedisServer.start()) {
      Process worker = worker(server, Map.of());
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String id = "fashn_tryon:%d".formatted(i);
        server.call(
            "SET",
            "devskyy:tasks:" + id,
            """
            {"task_id": "%s", "task_type": "fashn_tryon", "data": \
            {"operation": "background_remove", "garment_image": "shirt.png", "user_id": "u17"}}"""
                .formatted(id));
        server.call("ZADD", "queue:fashn_tryon", "5", id);
        ids.add(id);
      }
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!Long.valueOf(0).equals(server.call("EXISTS", "queue:fashn_tryon"))) {
        assertThat(System.nanoTime()).as("waited too long for the takeover").isLessThan(until);
      }
      assertThat(stop(worker).exitCode()).isZero();
      var program = new Program(folder).with("REDIS_URL", server.url());
      long completed =
          program
              .run("tasks", "list", "--status", "completed", "--limit", "100")
              .out()
              .lines()
              .count();
      int answered = 0;
      for (String id : ids) {
        answered += Long.valueOf(1).equals(server.call("EXISTS", "devskyy:results:" + id)) ? 1 : 0;
      }
      assertThat(completed).as("some were done").isPositive();
      assertThat(answered).isEqualTo((int) completed);
    }
  }
}
