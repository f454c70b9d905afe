package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.fakes.Listener.Heard;
import com.devskyy.fakes.Raw.Said;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The stand-in for Tripo refuses what the service refuses, and keeps its limits.
@Timeout(60)
final class TripoContractTest {
  private static final String TEXT = "/generation/text-to-model";
  private static final String IMAGE = "/generation/image-to-model";
  private static final String CONVERT = "/models/convert";
  private static final String CAP = "{\"model\":\"v3.1-20260211\",\"prompt\":\"a black cap\"}";

  private final Hand clock = new Hand();
  private final FakeTripo tripo = new FakeTripo(clock);
  private final Raw http = raw(FakeTripo.KEY);

  private Raw raw(String key) {
    return new Raw(tripo.base(), "Authorization", "Bearer " + key);
  }

  @AfterEach
  void close() {
    http.close();
    tripo.close();
  }

  private static void refused(Said said, int status, int code) {
    assertThat(said.status()).as(said.json().toString()).isEqualTo(status);
    assertThat(said.json().path("code").asInt()).isEqualTo(code);
    assertThat(said.json().path("status").asString()).isEqualTo("error");
    assertThat(said.json().path("suggestion").asString()).isNotEmpty();
    assertThat(said.json().path("request_id").asString()).isNotEmpty();
  }

  private static JsonNode data(Said said) {
    assertThat(said.status()).as(said.json().toString()).isEqualTo(200);
    assertThat(said.json().path("code").asInt()).isZero();
    assertThat(said.header("X-Tripo-Trace-ID")).isNotEmpty();
    return said.json().path("data");
  }

  private String created(String path, String body) throws Exception {
    return data(http.post(path, body)).path("task_id").asString();
  }

  private JsonNode task(String id) throws Exception {
    return data(http.get("/tasks/" + id));
  }

  private void passes() {
    clock.goesOn(Duration.ofMinutes(2));
  }

  @Test
  void versionTwoAndWrongKeysAreRefused() throws Exception {
    try (var v2 =
            new Raw(
                tripo.base().resolve("/v2/openapi"), "Authorization", "Bearer " + FakeTripo.KEY);
        var none = new Raw(tripo.base());
        var wrong = raw("tsk_wrong");
        var elsewhere = raw("tsk_cn_key")) {
      assertThat(v2.post("/task", "{\"type\":\"text_to_model\"}").status()).isEqualTo(410);
      for (Raw each : List.of(none, wrong, elsewhere)) {
        refused(each.get("/account/balance"), 401, 1000);
      }
    }
    assertThat(tripo.created()).isZero();
  }

  @Test
  void routesMethodsAndBodiesThatAreNoneAreRefused() throws Exception {
    refused(http.get("/generation"), 404, 4001);
    refused(http.post("/generation/text-to-song", "{}"), 404, 4001);
    refused(http.post("/models/refine", "{}"), 400, 2002);
    refused(http.post("/animations/rig", "{}"), 400, 2002);
    refused(http.get(TEXT), 405, 1003);
    refused(http.send("POST", TEXT, CAP.getBytes(UTF_8), "Content-Type", "text/plain"), 415, 1003);
    refused(http.post(TEXT, "{\"model\":"), 400, 1003);
    refused(http.post(TEXT, "[]"), 400, 1003);
    assertThat(http.send("GET", "/account/balance", new byte[0], "X-Request-ID", "mine"))
        .extracting(said -> said.header("X-Request-ID"))
        .isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        TEXT + " | {'prompt':'a cap'}",
        TEXT + " | {'model':'v9','prompt':'a cap'}",
        TEXT + " | {'model':'v3.1-20260211'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':5}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'LONG'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','negative_prompt':'LONG'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','pbr':'yes'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','face_limit':'many'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','texture_quality':'best'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','geometry_quality':'extreme'}",
        TEXT + " | {'model':'v3.1-20260211','prompt':'a cap','generate_parts':true}",
        TEXT + " | {'model':'P1-20260311','prompt':'a cap','quad':false}",
        TEXT + " | {'model':'P1-20260311','prompt':'a cap','geometry_quality':'standard'}",
        TEXT + " | {'model':'P1-20260311','prompt':'a cap','face_limit':20001}",
        IMAGE + " | {'model':'v3.1-20260211','input':'data:image/png;base64,iVBORw0KGgo='}",
        IMAGE + " | {'model':'v3.1-20260211','input':'iVBORw0KGgo='}",
        IMAGE + " | {'model':'v3.1-20260211','input':'http://shop.example/a.jpg'}",
        CONVERT + " | {'input':'5b1c-000001','format':'DOCX'}",
      })
  void wrongParametersAreRefused(String path, String body) throws Exception {
    String json = body.replace('\'', '"').replace("LONG", "x".repeat(1_025));
    refused(http.post(path, json), 400, 1004);
    assertThat(tripo.created()).isZero();
  }

  @Test
  void partsWithoutTextureAndP1WithinItsBoundsAreTaken() throws Exception {
    created(TEXT, CAP.replace("}", ",\"generate_parts\":true,\"texture\":false,\"pbr\":false}"));
    created(TEXT, CAP.replace("v3.1-20260211", "P1-20260311").replace("}", ",\"face_limit\":48}"));
  }

  @Test
  void retiredModelsMissingFilesAndOriginalsThatDoNotFitAreRefused() throws Exception {
    refused(http.post(TEXT, CAP.replace("v3.1-20260211", "v2.0-20240919")), 400, 2015);
    refused(http.post(IMAGE, "{\"model\":\"v3.1-20260211\",\"input\":\"file_gone\"}"), 404, 2019);
    String convert = "{\"input\":\"%s\",\"format\":\"USDZ\"}";
    refused(http.post(CONVERT, convert.formatted("none")), 404, 2001);
    String model = created(TEXT, CAP);
    refused(http.post(CONVERT, convert.formatted(model)), 400, 2007);
    passes();
    String converted = created(CONVERT, convert.formatted(model));
    passes();
    refused(http.post(CONVERT, convert.formatted(converted)), 400, 2006);
    tripo.next(TripoFault.TASK_FAILED);
    String failed = created(TEXT, CAP);
    passes();
    refused(http.post(CONVERT, convert.formatted(failed)), 400, 2007);
  }

  @Test
  void uploadsAreLookedAt() throws Exception {
    refused(upload(""), 400, 2003);
    refused(upload("GIF89a"), 400, 2004);
    refused(upload("\u00ff\u00d8\u00ff" + "x".repeat(20 << 20)), 400, 2021);
    refused(upload(new String(Samples.png(255, 300, 1), ISO_8859_1)), 400, 2022);
    data(upload(new String(Samples.png(256, 256, 1), ISO_8859_1)));
    String token = data(upload("\u0089PNG and more")).path("file_token").asString();
    assertThat(token).startsWith("file_");
    created(IMAGE, "{\"model\":\"v3.1-20260211\",\"input\":\"%s\"}".formatted(token));
  }

  @Test
  void tenUploadsAMinute() throws Exception {
    for (int i = 0; i < 10; i++) {
      data(upload("\u0089PNG and more"));
    }
    Said tooFast = upload("\u0089PNG and more");
    refused(tooFast, 429, 1007);
    assertThat(Integer.parseInt(tooFast.header("Retry-After"))).isPositive();
    clock.goesOn(Duration.ofMinutes(1));
    data(upload("\u0089PNG and more"));
  }

  private Said upload(String file) throws Exception {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            + file
            + "\r\n--b--\r\n";
    return http.send(
        "POST",
        "/files",
        body.getBytes(ISO_8859_1),
        "Content-Type",
        "multipart/form-data; boundary=b");
  }

  @Test
  void aTaskGoesOnWithTheClockAndBelongsToItsKey() throws Exception {
    String id = created(TEXT, CAP);
    assertThat(task(id).path("status").asString()).isEqualTo("queued");
    Set<Integer> seen = new HashSet<>();
    int last = 0;
    for (int i = 0; i < 6; i++) {
      clock.goesOn(Duration.ofSeconds(10));
      JsonNode task = task(id);
      assertThat(task.path("status").asString()).isEqualTo("running");
      assertThat(task.path("progress").asInt()).isBetween(last, 99);
      last = task.path("progress").asInt();
      seen.add(last);
    }
    assertThat(seen).hasSizeGreaterThan(4);
    clock.goesOn(Duration.ofSeconds(2));
    JsonNode done = task(id);
    assertThat(done.path("status").asString()).isEqualTo("success");
    assertThat(done.path("progress").asInt()).isEqualTo(100);
    assertThat(done.path("credits_consumed").asDouble()).isEqualTo(20.0);
    tripo.account("tsk_other", 100);
    try (var other = raw("tsk_other")) {
      refused(other.get("/tasks/" + id), 404, 2001);
      String list = "{\"task_ids\":[\"%s\",\"none\"]}".formatted(id);
      assertThat(data(other.post("/tasks/list", list)).path("missed")).hasSize(2);
      JsonNode mine = data(http.post("/tasks/list", list));
      assertThat(mine.path("tasks").propertyNames()).containsExactly(id);
      assertThat(mine.path("missed").path(0).asString()).isEqualTo("none");
    }
    String tooMany = "{\"task_ids\":[%s\"\"]}".formatted("\"a\",".repeat(100));
    refused(http.post("/tasks/list", tooMany), 400, 1004);
    refused(http.post("/tasks/list", "none"), 400, 1003);
  }

  @Test
  void aModelLiesElsewhereForAWhileAndWantsNoKey() throws Exception {
    String id = created(TEXT, CAP);
    passes();
    String address = task(id).path("output").path("model_url").asString();
    assertThat(address).doesNotContain(tripo.base().getAuthority());
    try (var anyone = new Raw(tripo.base())) {
      byte[] model = anyone.get(address).bytes();
      assertThat(new String(model, 0, 4, ISO_8859_1)).isEqualTo("glTF");
      assertThat(anyone.get(address.replaceFirst("sig=.", "sig=_")).status()).isEqualTo(403);
      clock.goesOn(Duration.ofMinutes(5));
      assertThat(anyone.get(address).status()).isEqualTo(403);
      assertThat(anyone.get(task(id).path("output").path("model_url").asString()).status())
          .isEqualTo(200);
    }
    assertThat(tripo.complaints()).isEmpty();
    assertThat(http.get(address).status()).isEqualTo(400);
    assertThat(tripo.complaints()).singleElement().asString().startsWith("a key was sent to /");
  }

  @Test
  void creditsAreFrozenThenSpentOrGivenBack() throws Exception {
    balance(300, 0);
    created(TEXT, CAP);
    tripo.next(TripoFault.TASK_FAILED);
    created(TEXT, CAP.replace("}", ",\"texture_quality\":\"detailed\"}"));
    balance(250, 50);
    passes();
    balance(280, 0);
    tripo.account(FakeTripo.KEY, 19);
    refused(http.post(TEXT, CAP), 403, 2010);
    created(TEXT, CAP.replace("}", ",\"texture\":false,\"pbr\":false}"));
    balance(9, 10);
    JsonNode usage = data(http.get("/account/usage?limit=2&offset=1"));
    assertThat(usage.path("total").asInt()).isEqualTo(3);
    assertThat(usage.path("items")).hasSize(2);
  }

  private void balance(double free, double frozen) throws Exception {
    JsonNode balance = data(http.get("/account/balance"));
    assertThat(balance.path("balance").asDouble()).isEqualTo(free);
    assertThat(balance.path("frozen").asDouble()).isEqualTo(frozen);
  }

  @Test
  void tenTasksAtOnceAndTwoHundredAMinute() throws Exception {
    tripo.account(FakeTripo.KEY, 100_000);
    for (int i = 0; i < 10; i++) {
      created(TEXT, CAP);
    }
    Said eleventh = http.post(TEXT, CAP);
    refused(eleventh, 429, 2000);
    assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isPositive();
    passes();
    tripo.pace(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 200; i++) {
      Said said = http.post(TEXT, CAP);
      data(said);
      assertThat(said.header("X-RateLimit-Limit")).isEqualTo("200");
      assertThat(said.header("X-RateLimit-Remaining")).isEqualTo("" + (199 - i));
    }
    clock.goesOn(Duration.ofSeconds(20));
    Said tooFast = http.post(TEXT, CAP);
    refused(tooFast, 429, 1007);
    assertThat(Integer.parseInt(tooFast.header("Retry-After"))).isPositive();
    assertThat(tooFast.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(tooFast.header("X-RateLimit-Reset")).isEqualTo("40");
    clock.goesOn(Duration.ofSeconds(40));
    created(TEXT, CAP);
  }

  @Test
  void fiveConversionsAndFiveModelsOfThePSeriesAtOnce() throws Exception {
    tripo.account(FakeTripo.KEY, 1_000);
    String model = created(TEXT, CAP);
    passes();
    String convert = "{\"input\":\"%s\",\"format\":\"USDZ\"}".formatted(model);
    String p1 = CAP.replace("v3.1-20260211", "P1-20260311");
    for (int i = 0; i < 5; i++) {
      created(CONVERT, convert);
    }
    refused(http.post(CONVERT, convert), 429, 2000);
    for (int i = 0; i < 4; i++) {
      created(TEXT, p1);
    }
    created(TEXT, CAP);
    refused(http.post(TEXT, p1), 429, 2000);
    passes();
    for (int i = 0; i < 5; i++) {
      created(TEXT, p1);
    }
    refused(http.post(TEXT, p1), 429, 2000);
    created(TEXT, CAP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "20 | ",
        "10 | ,'texture':false,'pbr':false",
        "30 | ,'texture_quality':'detailed'",
        "40 | ,'texture_quality':'extreme'",
        "40 | ,'geometry_quality':'detailed'",
        "30 | ,'smart_low_poly':true",
        "25 | ,'quad':true",
        "30 | ,'generate_parts':true,'texture':false,'pbr':false",
      })
  void whatIsMoreCostsMore(int credits, String more) throws Exception {
    created(TEXT, CAP.replace("}", (more == null ? "" : more.replace('\'', '"')) + "}"));
    passes();
    balance(300 - credits, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR, 500, 1001",
    "RATE_LIMITED, 429, 1007",
    "TOO_MANY_TASKS, 429, 2000",
    "FORBIDDEN, 403, 1005",
    "CONTENT_REFUSED, 400, 2008",
    "MODERATION_DOWN, 500, 2014",
    "PRIORITY_REFUSED, 400, 2013",
    "MODEL_RETIRED, 400, 2015",
  })
  void whatIsInjectedIsAnsweredOnceAndMakesNothing(TripoFault fault, int status, int code)
      throws Exception {
    tripo.next(fault);
    refused(http.post(TEXT, CAP), status, code);
    assertThat(tripo.created()).isZero();
    created(TEXT, CAP);
  }

  @Test
  void hooksAreSignedAsTheServiceSigns() throws Exception {
    try (var listener = new Listener()) {
      tripo.webhook(listener.address(), "whsec_ours");
      String done = created(TEXT, CAP);
      tripo.next(TripoFault.TASK_REFUSED);
      String failed = created(TEXT, CAP);
      assertThat(tripo.deliver(TripoHook.AS_DOCUMENTED)).isEmpty();
      passes();
      assertThat(tripo.deliver(TripoHook.AS_DOCUMENTED)).containsExactly(200, 200);
      List<Heard> heard = listener.heard();
      assertThat(heard.stream().map(each -> each.headers().get("Tripo-Webhook-Event")))
          .containsExactly("task.completed", "task.failed");
      for (Heard each : heard) {
        assertThat(isOurs(each)).isTrue();
        assertThat(age(each)).isZero();
        assertThat(each.headers().get("Tripo-Webhook-Id"))
            .isEqualTo(each.json().path("id").asString());
        assertThat(each.json().path("created_at").asString()).startsWith("2026-11-23T10:02");
      }
      assertThat(heard.getFirst().json().path("data").path("task_id").asString()).isEqualTo(done);
      assertThat(heard.getLast().json().path("data").path("task_id").asString()).isEqualTo(failed);
      assertThat(heard.getLast().json().path("data").path("error_code").asInt()).isEqualTo(2008);
      assertThat(tripo.deliver(TripoHook.AS_DOCUMENTED)).as("once").isEmpty();
      tripo.account(FakeTripo.KEY, 10);
      tripo.deliver(TripoHook.AS_DOCUMENTED);
      assertThat(listener.heard().getFirst().json().path("type").asString())
          .isEqualTo("balance.low");
    }
  }

  @Test
  void hooksComeTwiceLateOutOfOrderAndFromOthers() throws Exception {
    try (var listener = new Listener()) {
      tripo.webhook(listener.address(), "whsec_ours");
      for (TripoHook manner : TripoHook.values()) {
        String first = created(TEXT, CAP);
        String second = created(TEXT, CAP);
        passes();
        tripo.deliver(manner);
        List<Heard> heard = listener.heard();
        List<String> tasks =
            heard.stream()
                .map(each -> each.json().path("data").path("task_id").asString())
                .toList();
        switch (manner) {
          case TWICE -> {
            assertThat(tasks).containsExactly(first, second, first, second);
            assertThat(heard.stream().map(each -> each.headers().get("Tripo-Webhook-Delivery")))
                .doesNotHaveDuplicates();
          }
          case OUT_OF_ORDER -> assertThat(tasks).containsExactly(second, first);
          default -> assertThat(tasks).containsExactly(first, second);
        }
        assertThat(heard)
            .allSatisfy(
                each -> {
                  assertThat(isOurs(each)).isEqualTo(manner != TripoHook.WRONG_SIGNATURE);
                  assertThat(age(each)).isEqualTo(manner == TripoHook.OLD ? 86_400 : 0);
                });
      }
    }
  }

  private static boolean isOurs(Heard heard) {
    String[] parts = heard.headers().get("Tripo-Webhook-Signature").split("[=,]", -1);
    byte[] signed = (parts[1] + "." + new String(heard.body(), UTF_8)).getBytes(UTF_8);
    return parts[3].equals(HexFormat.of().formatHex(Posting.signature("whsec_ours", signed)));
  }

  private long age(Heard heard) {
    String t = heard.headers().get("Tripo-Webhook-Signature").split("[=,]", -1)[1];
    return clock.instant().getEpochSecond() - Long.parseLong(t);
  }
}
