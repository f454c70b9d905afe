package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.fakes.Listener.Heard;
import com.devskyy.fakes.Raw.Said;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The stand-in for FASHN refuses what the service refuses, and keeps its limits.
@Timeout(60)
final class FashnContractTest {
  private static final byte[] PICTURE = Samples.png(300, 400, 1);
  private static final String DATA =
      "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);

  private final Hand clock = new Hand();
  private final FakeFashn fashn = new FakeFashn(clock);
  private final Raw http = raw(FakeFashn.KEY);

  private Raw raw(String key) {
    return new Raw(fashn.base(), "Authorization", "Bearer " + key);
  }

  @AfterEach
  void close() {
    http.close();
    fashn.close();
    assertThat(fashn.complaints()).isEmpty();
  }

  private static String tryOn(String model, String more) {
    return "{\"model_name\":\"tryon-v1.6\",\"inputs\":{\"model_image\":\"%s\",\"garment_image\":\"%s\"%s}}"
        .formatted(model, DATA, more);
  }

  private static void refused(Said said, int status, String name) {
    assertThat(said.status()).as(said.json().toString()).isEqualTo(status);
    assertThat(said.json().path("error").asString("")).isEqualTo(name);
    assertThat(said.json().path("message").asString("")).isNotEmpty();
  }

  private String run(String body) throws Exception {
    Said said = http.post("/run", body);
    assertThat(said.status()).as(said.json().toString()).isEqualTo(200);
    assertThat(said.json().path("error").isNull()).isTrue();
    assertThat(said.json().path("id").asString()).endsWith("-u1");
    return said.json().path("id").asString();
  }

  private JsonNode status(String id) throws Exception {
    return http.get("/status/" + id).json();
  }

  private void passes() {
    clock.goesOn(Duration.ofSeconds(30));
  }

  private int credits() throws Exception {
    return http.get("/credits").json().path("credits").path("total").asInt();
  }

  @Test
  void wrongKeysAndOthersRunsAreRefused() throws Exception {
    String id = run(tryOn(DATA, ""));
    fashn.account("fa-other", 10);
    try (var none = new Raw(fashn.base());
        var wrong = raw("fa-wrong");
        var other = raw("fa-other")) {
      for (String path : List.of("/status/" + id, "/credits")) {
        refused(none.get(path), 401, "UnauthorizedAccess");
        refused(wrong.get(path), 401, "UnauthorizedAccess");
      }
      refused(wrong.post("/run", tryOn(DATA, "")), 401, "UnauthorizedAccess");
      refused(other.get("/status/" + id), 404, "NotFound");
    }
    refused(http.get("/predictions"), 404, "NotFound");
    assertThat(fashn.started()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model_image':'DATA','garment_image':'DATA','category':'tops'}",
        "{'model_name':'tryon-v1.5','inputs':{'model_image':'DATA','garment_image':'DATA'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':''}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','category':'shoes'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','mode':'fast'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','output_format':'gif'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','num_samples':5}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','num_samples':0}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','num_samples':'two'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','num_images':1}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','seed':4294967296}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'iVBORw0KGgo='}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','return_base64':'yes'}}",
        "{'model_name':'tryon-v1.6','inputs':{'model_image':'DATA','garment_image':'DATA','segmentation_free':1}}",
        "{'model_name':'model-create','inputs':{'aspect_ratio':'2:3'}}",
        "{'model_name':'model-create','inputs':{'prompt':'a model','aspect_ratio':'7:5'}}",
        "{'model_name':'background-remove','inputs':{'image':'DATA','seed':1}}",
        "no JSON",
      })
  void whatTheServiceDoesNotKnowItRefuses(String body) throws Exception {
    refused(http.post("/run", body.replace('\'', '"').replace("DATA", DATA)), 400, "BadRequest");
    assertThat(fashn.started()).isZero();
  }

  @Test
  void sixAtOnceFiftyRunsAMinute() throws Exception {
    for (int i = 0; i < 6; i++) {
      run(tryOn(DATA, ""));
    }
    refused(http.post("/run", tryOn(DATA, "")), 429, "ConcurrencyLimitExceeded");
    fashn.account("fa-other", 10);
    try (var other = raw("fa-other")) {
      assertThat(other.post("/run", tryOn(DATA, "")).status()).as("counted by key").isEqualTo(200);
    }
    clock.goesOn(Duration.ofMinutes(2));
    fashn.pace(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 50; i++) {
      run(tryOn(DATA, ""));
    }
    refused(http.post("/run", tryOn(DATA, "")), 429, "RateLimitExceeded");
    clock.goesOn(Duration.ofSeconds(60));
    run(tryOn(DATA, ""));
  }

  @ParameterizedTest
  @CsvSource({"/status/8f0c0001-u1, 50", "/credits, 30"})
  void questionsAreCountedInTenSeconds(String path, int most) throws Exception {
    run(tryOn(DATA, ""));
    for (int i = 0; i < most; i++) {
      assertThat(http.get(path).status()).isEqualTo(200);
    }
    refused(http.get(path), 429, "RateLimitExceeded");
    clock.goesOn(Duration.ofSeconds(10));
    assertThat(http.get(path).status()).isEqualTo(200);
  }

  @Test
  void creditsAreTakenWhenARunIsCompletedAndForNothingElse() throws Exception {
    String id = run(tryOn(DATA, ",\"num_samples\":3"));
    fashn.next(FashnFault.POSE_ERROR);
    String failed = run(tryOn(DATA, ""));
    assertThat(credits()).isEqualTo(100);
    assertThat(http.get("/status/" + id).header("x-fashn-credits-used")).isEmpty();
    passes();
    assertThat(credits()).isEqualTo(97);
    assertThat(http.get("/status/" + id).header("x-fashn-credits-used")).isEqualTo("3");
    assertThat(http.get("/status/" + failed).header("x-fashn-credits-used")).isEmpty();
    fashn.credits(1);
    refused(http.post("/run", tryOn(DATA, ",\"num_samples\":2")), 429, "OutOfCredits");
  }

  @Test
  void aRunGoesOnWithTheClockAndGivesAsManyPicturesAsWereAskedFor() throws Exception {
    String id = run(tryOn(DATA, ",\"num_samples\":4,\"seed\":7"));
    assertThat(status(id).path("status").asString()).isEqualTo("starting");
    clock.goesOn(Duration.ofMillis(1_500));
    assertThat(status(id).path("status").asString()).isEqualTo("in_queue");
    clock.goesOn(Duration.ofSeconds(2));
    JsonNode processing = status(id);
    assertThat(processing.path("status").asString()).isEqualTo("processing");
    assertThat(processing.path("output").isNull()).isTrue();
    passes();
    JsonNode done = status(id);
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("output")).hasSize(4);
    byte[] first = fetched(done, 0);
    BufferedImage picture = picture(first);
    assertThat(picture.getWidth()).isEqualTo(864);
    assertThat(picture.getHeight()).isEqualTo(1_296);
    assertThat(fetched(done, 1)).isNotEqualTo(first);
    String again = run(tryOn(DATA, ",\"num_samples\":4,\"seed\":7"));
    String other = run(tryOn(DATA, ",\"num_samples\":4,\"seed\":8"));
    passes();
    assertThat(fetched(status(again), 0)).isEqualTo(first);
    assertThat(fetched(status(other), 0)).isNotEqualTo(first);
  }

  private byte[] fetched(JsonNode status, int number) throws Exception {
    try (var anyone = new Raw(fashn.base())) {
      Said said = anyone.get(status.path("output").path(number).asString());
      assertThat(said.status()).isEqualTo(200);
      return said.bytes();
    }
  }

  private static BufferedImage picture(byte[] bytes) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void resultsAreKeptForThreeDays() throws Exception {
    String id = run(tryOn(DATA, ""));
    passes();
    String address = status(id).path("output").path(0).asString();
    try (var anyone = new Raw(fashn.base())) {
      clock.goesOn(Duration.ofHours(72).minusSeconds(1));
      assertThat(anyone.get(address).status()).isEqualTo(200);
      clock.goesOn(Duration.ofSeconds(1));
      assertThat(anyone.get(address).status()).isEqualTo(403);
    }
  }

  @Test
  void resultsAsBase64AreTheSameAndAreKeptForAnHour() throws Exception {
    String id = run(tryOn(DATA, ",\"return_base64\":true,\"num_samples\":2,\"seed\":7"));
    passes();
    JsonNode done = status(id);
    assertThat(done.path("output")).hasSize(2);
    BufferedImage picture = picture(decoded(done, 1));
    assertThat(picture.getWidth()).isEqualTo(864);
    assertThat(decoded(done, 0)).isNotEqualTo(decoded(done, 1));
    assertThat(status(id)).isEqualTo(done);
    clock.goesOn(Duration.ofMinutes(60));
    assertThat(status(id).path("status").asString()).isEqualTo("completed");
    assertThat(status(id).path("output").isNull()).isTrue();
  }

  private static byte[] decoded(JsonNode status, int number) {
    String[] parts = status.path("output").path(number).asString().split(",", 2);
    assertThat(parts[0]).isEqualTo("data:image/png;base64");
    return Base64.getDecoder().decode(parts[1]);
  }

  @Test
  void aPictureComesInTheFormatThatWasAskedFor() throws Exception {
    String id = run(tryOn(DATA, ",\"output_format\":\"jpeg\""));
    passes();
    JsonNode done = status(id);
    assertThat(done.path("output").path(0).asString()).contains("/output_0.jpeg?");
    byte[] jpeg = fetched(done, 0);
    assertThat(jpeg).startsWith(0xff, 0xd8, 0xff);
    assertThat(picture(jpeg).getHeight()).isEqualTo(1_296);
  }

  @Test
  void aCutOutIsTheSamePictureWithTransparency() throws Exception {
    String id =
        run("{\"model_name\":\"background-remove\",\"inputs\":{\"image\":\"%s\"}}".formatted(DATA));
    passes();
    BufferedImage cut = picture(fetched(status(id), 0));
    BufferedImage whole = picture(PICTURE);
    assertThat(cut.getWidth()).isEqualTo(300);
    assertThat(cut.getHeight()).isEqualTo(400);
    assertThat(cut.getRGB(2, 2) >>> 24).isZero();
    assertThat(cut.getRGB(150, 200)).isEqualTo(whole.getRGB(150, 200));
  }

  @Test
  void otherModelsGiveTheShapeThatWasAskedFor() throws Exception {
    String id =
        run(
            "{\"model_name\":\"model-create\",\"inputs\":{\"prompt\":\"a model\",\"aspect_ratio\":\"16:9\",\"num_images\":2}}");
    passes();
    JsonNode done = status(id);
    assertThat(done.path("output")).hasSize(2);
    BufferedImage picture = picture(fetched(done, 0));
    assertThat(picture.getWidth()).isEqualTo(1_024);
    assertThat(picture.getHeight()).isEqualTo(576);
  }

  /// Addresses of this machine are fetched from, data are decoded: nobody says what is in them.
  @Test
  void imagesAreLoadedOrTheRunFails() throws Exception {
    Map<String, FakeServer.Answer> files =
        Map.of(
            "/good.png", file(200, "image/png", PICTURE),
            "/text.png", file(200, "text/html", PICTURE),
            "/page.png", file(200, "image/png", "<html>".getBytes(UTF_8)),
            "/cut.png", file(200, "image/png", Arrays.copyOf(PICTURE, 60)),
            "/gone.png", file(404, "image/png", PICTURE));
    try (var host = new FakeServer((request, _) -> files.get(request.getRequestURI().getPath()))) {
      assertThat(failure(host.address() + "/good.png")).isEmpty();
      for (String bad : List.of("/text.png", "/page.png", "/cut.png", "/gone.png")) {
        assertThat(failure(host.address() + bad)).as(bad).isEqualTo("ImageLoadError");
      }
    }
    fashn.reachable("https://shop.example/model.jpg");
    assertThat(failure("https://shop.example/model.jpg")).isEmpty();
    assertThat(failure("https://shop.example/other.jpg")).isEqualTo("ImageLoadError");
    assertThat(failure("data:image/png;base64,%%%")).isEqualTo("ImageLoadError");
    assertThat(failure("data:image/png;base64,iVBORw0KGgo=")).isEqualTo("ImageLoadError");
    assertThat(fashn.spent()).isEqualTo(2);
  }

  private static FakeServer.Answer file(int status, String mediaType, byte[] bytes) {
    return new FakeServer.Answer.Whole(status, Map.of("Content-Type", mediaType), bytes);
  }

  private String failure(String image) throws Exception {
    String id = run(tryOn(image, ""));
    passes();
    return status(id).path("error").path("name").asString("");
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE_LOAD_ERROR, ImageLoadError",
    "CONTENT_MODERATION_ERROR, ContentModerationError",
    "NSFW_ERROR, NSFWError",
    "POSE_ERROR, PoseError",
    "INPUT_VALIDATION_ERROR, InputValidationError",
    "LORA_LOAD_ERROR, LoRALoadError",
    "PIPELINE_ERROR, PipelineError",
    "PROVIDER_ERROR, 3rdPartyProviderError",
    "THIRD_PARTY_ERROR, ThirdPartyError",
    "INTERNAL_ERROR, InternalServerError",
  })
  void everyFailureIsAnObjectInTheState(FashnFault fault, String name) throws Exception {
    fashn.next(fault);
    String id = run(tryOn(DATA, ""));
    passes();
    JsonNode state = status(id);
    assertThat(state.path("status").asString()).isEqualTo("failed");
    assertThat(state.path("error").path("name").asString()).isEqualTo(name);
    assertThat(state.path("output").isNull()).isTrue();
  }

  private String told(Listener listener) throws Exception {
    Said said =
        http.post(
            "/run?webhook_url=" + URLEncoder.encode(listener.address() + "/hooks/secret", UTF_8),
            tryOn(DATA, ""));
    return said.json().path("id").asString();
  }

  @Test
  void whoWantsToBeToldIsToldOnceAndTheSameAsTheStatusSays() throws Exception {
    try (var listener = new Listener()) {
      String id = told(listener);
      run(tryOn(DATA, "")); // Nobody wants to hear of this one.
      assertThat(fashn.deliver(FashnHook.AS_DOCUMENTED)).as("not yet").isEmpty();
      passes();
      assertThat(fashn.deliver(FashnHook.AS_DOCUMENTED)).containsExactly(200);
      assertThat(fashn.deliver(FashnHook.AS_DOCUMENTED)).as("taken").isEmpty();
      Heard heard = listener.heard().getFirst();
      assertThat(heard.json().path("id").asString()).isEqualTo(id);
      assertThat(heard.json().path("status").asString()).isEqualTo("completed");
      assertThat(fetched(heard.json(), 0)).isEqualTo(fetched(status(id), 0));
    }
  }

  @Test
  void whoDoesNotTakeItIsToldFiveTimesInFiveMinutes() throws Exception {
    try (var listener = new Listener()) {
      listener.answers(500, 404, 302, 503, 500, 200);
      told(listener);
      passes();
      int times = 0;
      for (int second = 0; second < 600; second += 10) {
        times += fashn.deliver(FashnHook.AS_DOCUMENTED).size();
        if (second == 310) {
          assertThat(times).isEqualTo(5);
        }
        clock.goesOn(Duration.ofSeconds(10));
      }
      assertThat(times).isEqualTo(5);
    }
  }

  @Test
  void hooksComeTwiceEarlyAndForged() throws Exception {
    try (var listener = new Listener()) {
      told(listener);
      passes();
      assertThat(fashn.deliver(FashnHook.TWICE)).containsExactly(200, 200);
      List<Heard> twice = listener.heard();
      assertThat(twice.getFirst().json()).isEqualTo(twice.getLast().json());

      String early = told(listener);
      assertThat(fashn.deliver(FashnHook.EARLY)).containsExactly(200);
      assertThat(listener.heard().getFirst().json().path("status").asString())
          .isEqualTo("completed");
      assertThat(status(early).path("status").asString()).isEqualTo("starting");

      assertThat(fashn.forge(listener.address())).isEqualTo(200);
      String forged = listener.heard().getFirst().json().path("id").asString();
      refused(http.get("/status/" + forged), 404, "NotFound");
    }
  }
}
