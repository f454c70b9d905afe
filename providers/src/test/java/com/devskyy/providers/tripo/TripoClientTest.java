package com.devskyy.providers.tripo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.fakes.FakeTripo;
import com.devskyy.fakes.TripoFault;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.OutOfCredits;
import com.devskyy.providers.ProviderException.RateLimited;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
final class TripoClientTest {
  private static final Duration SETTLED = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final ProviderHttp.Limits LIMITS =
      new ProviderHttp.Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          1 << 20,
          1 << 20,
          4);

  /// A PNG of one pixel.
  private static final String TINY =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static final ModelOptions OPTIONS =
      new ModelOptions("v3.1-20260211", 30_000, true, TextureQuality.STANDARD, 7);
  private static final TripoRequest TEXT =
      TripoRequest.textToModel("a black satin bomber jacket", Optional.of("person"), OPTIONS);

  private final FakeClock clock = new FakeClock();
  private final FakeTripo tripo = new FakeTripo(clock);
  private final List<Duration> waits = new ArrayList<>();
  private final TripoClient client = client(tripo.base(), FakeTripo.KEY);

  private TripoClient client(URI base, String key) {
    var settings = new TripoSettings(base, new ApiKey(key), LIMITS, TripoSettings.POLLING);
    return new TripoClient(
        settings,
        time -> {
          waits.add(time);
          clock.advance(time);
        });
  }

  @AfterEach
  void close() {
    client.close();
    tripo.close();
    assertThat(tripo.complaints()).isEmpty();
  }

  @Test
  void textBecomesAModelThatCanBeRead() throws Exception {
    TripoClient.Created created = client.create(TEXT);
    List<Integer> progress = new ArrayList<>();
    TripoTask task = client.await(created.taskId(), PATIENCE, one -> progress.add(one.progress()));
    Glb glb = Glb.read(client.model(task));
    assertThat(glb.triangles()).isEqualTo(12);
    assertThat(glb.baseColour().orElseThrow().info().width()).isEqualTo(64);
    assertThat(progress).isSorted().endsWith(100).hasSizeGreaterThan(5);
    assertThat(waits).isSorted().first().isEqualTo(Duration.ofSeconds(2));
    assertThat(task.credits().orElseThrow()).isEqualByComparingTo("20");
    assertThat(created.trace()).isEqualTo("trace-of-a-fake");
    assertThat(client.preview(task)).isPresent();
    assertThat(tripo.spent()).isEqualTo(20);
  }

  @Test
  void anImageIsUploadedAndBecomesAModelThatIsConverted() throws Exception {
    String token = client.upload("hoodie.png", "image/png", png());
    String id = client.create(TripoRequest.imageToModel(token, OPTIONS)).taskId();
    assertThat(client.await(id, PATIENCE, _ -> {}).status()).isEqualTo(TripoTask.Status.SUCCESS);
    String converted = client.create(TripoRequest.convert(id, TripoFormat.OBJ)).taskId();
    TripoTask obj = client.await(converted, PATIENCE, _ -> {});
    assertThat(new String(client.model(obj), java.nio.charset.StandardCharsets.UTF_8))
        .contains("f 1 2 3 4");
    assertThat(tripo.spent()).isEqualTo(35);
  }

  @Test
  void anImageMayBeGivenByItsAddress() throws Exception {
    String id =
        client.create(TripoRequest.imageToModel("https://shop.example/a.jpg", OPTIONS)).taskId();
    assertThat(client.task(id).status()).isEqualTo(TripoTask.Status.QUEUED);
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER_CUT, AnswerLost, was lost",
    "BAD_GATEWAY, AnswerLost, answered 502",
    "PROXY_PAGE, AnswerLost, not its JSON",
    "SERVER_ERROR, Unavailable, 500/1001",
    "MODERATION_DOWN, Unavailable, 500/2014",
    "RATE_LIMITED, RateLimited, 429/1007",
    "TOO_MANY_TASKS, RateLimited, 429/2000",
    "FORBIDDEN, Refused, 403/1005",
    "CONTENT_REFUSED, Refused, 400/2008",
    "PRIORITY_REFUSED, Refused, 400/2013",
    "MODEL_RETIRED, Refused, TRIPO_MODEL",
  })
  void aCreationThatGoesWrongIsSentOnceAndSaysWhatHappened(
      TripoFault fault, String kind, String message) {
    tripo.next(fault);
    Throwable thrown = catchThrowable(() -> client.create(TEXT));
    assertThat(thrown).isInstanceOf(ProviderException.class).hasMessageContaining(message);
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(tripo.requests()).isEqualTo(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void patienceIsAsLongAsTheServiceAsks() {
    tripo.next(TripoFault.RATE_LIMITED);
    tripo.next(TripoFault.TOO_MANY_TASKS);
    assertThat(after()).isEqualTo(Duration.ofSeconds(7));
    assertThat(after()).isEqualTo(Duration.ofSeconds(11));
  }

  private Duration after() {
    return ((RateLimited) catchThrowable(() -> client.create(TEXT))).after();
  }

  @Test
  void theEleventhTaskAtOnceIsOneTooMany() throws Exception {
    for (int i = 0; i < 10; i++) {
      var _ = client.create(TEXT);
    }
    assertThatThrownBy(() -> client.create(TEXT))
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("2000");
  }

  @Test
  void anAccountWithoutCreditsIsItsOwnError() {
    tripo.account(FakeTripo.KEY, 19);
    assertThatThrownBy(() -> client.create(TEXT))
        .isInstanceOf(OutOfCredits.class)
        .hasMessageContaining("403/2010")
        .hasMessageContaining("19.0 left, 0.0 set aside");
    assertThat(tripo.created()).isZero();
  }

  @Test
  void aTaskThatFailsCostsNothing() throws Exception {
    tripo.next(TripoFault.TASK_FAILED);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThat(task.status()).isEqualTo(TripoTask.Status.FAILED);
    assertThat(tripo.spent()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_REFUSED, FAILED, 2008",
    "TASK_TOO_COMPLEX, FAILED, 2018",
    "TASK_CANCELLED, CANCELLED, 0",
    "TASK_UNKNOWN_STATUS, UNKNOWN, 0",
    "TASK_STUCK, RUNNING, 0",
    "TASK_PROGRESS_BACKWARDS, SUCCESS, 0",
    "TASK_EXTRA_FIELDS, SUCCESS, 0",
  })
  void everyStateOfATaskIsTold(TripoFault fault, TripoTask.Status status, int code)
      throws Exception {
    tripo.next(fault);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThat(task.status()).isEqualTo(status);
    assertThat(task.errorCode()).isEqualTo(code);
  }

  @Test
  void aTaskIsAskedForEveryThirtySecondsInTheEnd() throws Exception {
    tripo.next(TripoFault.TASK_STUCK);
    var _ = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThat(waits).isSorted().startsWith(Duration.ofSeconds(2)).endsWith(Duration.ofSeconds(30));
    assertThat(waits.stream().filter(Duration.ofSeconds(30)::equals)).hasSizeGreaterThan(5);
  }

  @Test
  void successWithoutAModelIsNoSuccess() throws Exception {
    tripo.next(TripoFault.TASK_WITHOUT_MODEL);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThat(task.model()).isEmpty();
    assertThatThrownBy(() -> client.model(task))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("names no model");
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_SERVER_ERROR", "READ_PROXY_PAGE", "READ_RATE_LIMITED"})
  void readingIsRepeatedUntilItWorks(TripoFault fault) throws Exception {
    String id = client.create(TEXT).taskId();
    tripo.next(fault, 2);
    assertThat(client.task(id).id()).isEqualTo(id);
    assertThat(waits).hasSize(2);
  }

  @Test
  void readingIsNotRepeatedForEver() throws Exception {
    String id = client.create(TEXT).taskId();
    tripo.next(TripoFault.READ_SERVER_ERROR, 4);
    assertThatThrownBy(() -> client.task(id)).isInstanceOf(Unavailable.class);
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void anAddressThatHasExpiredIsAskedForAnew() throws Exception {
    tripo.next(TripoFault.URL_EXPIRED);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThat(Glb.read(client.model(task)).triangles()).isEqualTo(12);
    clock.advance(Duration.ofHours(1));
    assertThat(Glb.read(client.model(task)).triangles()).isEqualTo(12);
  }

  @ParameterizedTest
  @EnumSource(names = {"MODEL_TRUNCATED", "MODEL_GARBAGE"})
  void aModelThatIsNoneIsSeen(TripoFault fault) throws Exception {
    tripo.next(fault);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    byte[] bytes = client.model(task);
    assertThatThrownBy(() -> Glb.read(bytes)).isInstanceOf(InvalidAssetException.class);
  }

  @Test
  void aModelThatNeverArrivesIsGivenUp() throws Exception {
    tripo.next(TripoFault.MODEL_HANGS);
    TripoTask task = client.await(client.create(TEXT).taskId(), PATIENCE, _ -> {});
    assertThatThrownBy(() -> client.model(task))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("did not answer");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_CUT", "BAD_GATEWAY"})
  void aTaskWhoseAnswerWasLostIsFoundAgainAmongOthers(TripoFault fault) throws Exception {
    Instant before = clock.instant();
    var other = new ModelOptions("v3.1-20260211", 30_000, true, TextureQuality.STANDARD, 8);
    var _ =
        client.create(
            TripoRequest.textToModel("a black satin bomber jacket", Optional.empty(), other));
    tripo.next(fault);
    assertThatThrownBy(() -> client.create(TEXT)).isInstanceOf(AnswerLost.class);
    var _ = client.create(TripoRequest.textToModel("another", Optional.empty(), OPTIONS));
    assertThat(client.findCreated(TEXT, before, Set.of(), SETTLED).orElseThrow().id())
        .isEqualTo("5b1c-000002");
    assertThat(client.findCreated(TEXT, before, Set.of("5b1c-000002"), SETTLED)).isEmpty();
    assertThat(client.findCreated(TEXT, before.plusSeconds(1), Set.of(), SETTLED)).isEmpty();
  }

  @Test
  void whatWasNeverMadeIsNotFound() throws Exception {
    tripo.next(TripoFault.PROXY_PAGE);
    assertThatThrownBy(() -> client.create(TEXT)).isInstanceOf(AnswerLost.class);
    assertThat(client.findCreated(TEXT, clock.instant(), Set.of(), SETTLED)).isEmpty();
  }

  @Test
  void aTaskThatDoesNotSayWhatItWasMadeOfMayBeTheOne() {
    Instant before = clock.instant();
    tripo.next(TripoFault.ANSWER_CUT);
    tripo.next(TripoFault.TASK_WITHOUT_INPUT);
    assertThatThrownBy(() -> client.create(TEXT)).isInstanceOf(AnswerLost.class);
    assertThatThrownBy(() -> client.findCreated(TEXT, before, Set.of(), SETTLED))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("5b1c-000001 may be the one");
  }

  @Test
  void aServiceThatIsNotThereWasNotAskedForAnything() {
    tripo.close();
    assertThatThrownBy(() -> client.create(TEXT))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("could not be reached");
  }

  @ParameterizedTest
  @CsvSource({"tsk_wrong, invalid key", "tsk_cn_elsewhere, another region"})
  void aWrongKeyIsRefusedAndNeverShown(String key, String message) {
    try (TripoClient other = client(tripo.base(), key)) {
      assertThatThrownBy(() -> other.create(TEXT))
          .isInstanceOf(Refused.class)
          .hasMessageContaining(message)
          .hasMessageContaining("TRIPO_API_KEY")
          .message()
          .doesNotContain(key);
    }
    assertThat(new ApiKey(key).toString()).isEqualTo("***");
  }

  @Test
  void aTaskOfAnotherKeyIsNotThere() throws Exception {
    tripo.account("tsk_second", 100);
    String id = client.create(TEXT).taskId();
    try (TripoClient other = client(tripo.base(), "tsk_second")) {
      assertThatThrownBy(() -> other.task(id))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("404/2001")
          .hasMessageContaining("only the key that made a task sees it");
    }
  }

  @Test
  void versionTwoIsGone() {
    try (TripoClient old = client(tripo.base().resolve("/v2/openapi"), FakeTripo.KEY)) {
      assertThatThrownBy(() -> old.create(TEXT)).hasMessageContaining("shut down");
    }
  }

  @Test
  void whatTheServiceWouldRefuseIsRefusedBeforeItIsSent() {
    assertThatThrownBy(() -> TripoRequest.textToModel("x".repeat(1_025), Optional.empty(), OPTIONS))
        .hasMessageContaining("1 to 1,024 characters, had 1,025");
    assertThatThrownBy(
            () -> new ModelOptions("P1-20260311", 30_000, true, TextureQuality.STANDARD, 7))
        .hasMessageContaining("48 to 20,000 for model P1-20260311");
    assertThat(tripo.requests()).isZero();
  }

  @Test
  void anUnknownRouteOrFileIsRefused() throws Exception {
    assertThatThrownBy(() -> client.create(TripoRequest.imageToModel("file_none", OPTIONS)))
        .hasMessageContaining("404/2019");
    assertThatThrownBy(() -> client.create(TripoRequest.convert("none", TripoFormat.STL)))
        .hasMessageContaining("404/2001");
    String id = client.create(TEXT).taskId();
    assertThatThrownBy(() -> client.create(TripoRequest.convert(id, TripoFormat.STL)))
        .hasMessageContaining("400/2007");
    assertThatThrownBy(() -> client.upload("a.txt", "text/plain", new byte[] {1, 2}))
        .hasMessageContaining("400/2004");
    assertThatThrownBy(() -> client.upload("a.png", "image/png", Base64.getDecoder().decode(TINY)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("400/2022");
    assertThatThrownBy(() -> client.upload("a.png", "image/png", new byte[0]))
        .hasMessageContaining("400/2003");
  }

  @Test
  void theEleventhUploadInAMinuteIsOneTooMany() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(client.upload("a.png", "image/png", png())).startsWith("file_");
    }
    assertThatThrownBy(() -> client.upload("a.png", "image/png", png()))
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("429/1007");
  }

  /// The head of one is enough for those who look at heads.
  private static byte[] png() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0};
  }
}
