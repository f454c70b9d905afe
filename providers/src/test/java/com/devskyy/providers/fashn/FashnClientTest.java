package com.devskyy.providers.fashn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.fakes.FashnFault;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.OutOfCredits;
import com.devskyy.providers.ProviderException.RateLimited;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.asset.ImageInfo;
import com.devskyy.providers.fashn.FashnRequest.Category;
import com.devskyy.providers.fashn.FashnRequest.Mode;
import com.devskyy.providers.fetch.FileKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
final class FashnClientTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  /// A PNG of one pixel.
  private static final String TINY =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static final String MODEL = "https://shop.example/model.jpg";
  private static final String PNG = "data:image/png;base64," + TINY;
  private static final FashnRequest TRY_ON = tryOn(42);

  private final FakeClock clock = new FakeClock();
  private final FakeFashn fashn = new FakeFashn(clock);
  private final List<Duration> waits = new ArrayList<>();
  private final FashnClient client =
      new FashnClient(
          new FashnSettings(
              fashn.base(),
              new ApiKey(FakeFashn.KEY),
              ProviderHttp.Limits.DEFAULT,
              FashnSettings.POLLING),
          time -> {
            waits.add(time);
            clock.advance(time);
          });

  private static FashnRequest tryOn(long seed) {
    return FashnRequest.tryOn(MODEL, PNG, Category.TOPS, Mode.BALANCED, seed);
  }

  @BeforeEach
  void reachable() {
    fashn.reachable(MODEL);
  }

  @AfterEach
  void close() {
    client.close();
    fashn.close();
    assertThat(fashn.complaints()).isEmpty();
  }

  @Test
  void aGarmentIsPutOnAPersonAndTheCostIsKnown() throws Exception {
    Prediction done = client.await(client.run(TRY_ON), PATIENCE, _ -> {});
    ImageInfo image = ImageInfo.of(client.result(done).orElseThrow()).orElseThrow();
    assertThat(image).isEqualTo(new ImageInfo(FileKind.PNG, 864, 1296));
    assertThat(done.credits().orElseThrow()).isEqualByComparingTo("1");
    assertThat(done.id()).endsWith("-u1");
    assertThat(waits).isSorted().first().isEqualTo(Duration.ofSeconds(1));
    assertThat(fashn.spent()).isEqualTo(1);
  }

  @Test
  void theSameSeedGivesTheSamePictureAndAnotherAnother() throws Exception {
    byte[] first = picture(tryOn(1));
    assertThat(picture(tryOn(1))).isEqualTo(first);
    assertThat(picture(tryOn(2))).isNotEqualTo(first);
  }

  private byte[] picture(FashnRequest request) throws Exception {
    return client.result(client.await(client.run(request), PATIENCE, _ -> {})).orElseThrow();
  }

  @Test
  void everyModelOfOursIsTaken() throws Exception {
    for (FashnRequest request :
        List.of(
            TRY_ON,
            FashnRequest.modelCreate("a model", Optional.of(PNG), Mode.PERFORMANCE, 1),
            FashnRequest.modelCreate("a model", Optional.empty(), Mode.QUALITY, 1),
            FashnRequest.productToModel(
                PNG, Optional.empty(), Optional.of("in Oakland"), Mode.BALANCED, 1),
            FashnRequest.productToModel(
                PNG, Optional.of(MODEL), Optional.empty(), Mode.PERFORMANCE, 1),
            FashnRequest.backgroundRemove(PNG))) {
      Prediction done = client.await(client.run(request), PATIENCE, _ -> {});
      assertThat(done.status()).as(request.model()).isEqualTo(Prediction.Status.COMPLETED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER_CUT, AnswerLost, was lost",
    "SERVER_PAGE, AnswerLost, not its JSON",
    "SERVER_ERROR, Unavailable, InternalServerError",
    "RATE_LIMITED, RateLimited, RateLimitExceeded",
    "CONCURRENCY, RateLimited, ConcurrencyLimitExceeded",
    "OUT_OF_CREDITS, OutOfCredits, OutOfCredits",
  })
  void aRunThatGoesWrongIsSentOnceAndSaysWhatHappened(
      FashnFault fault, String kind, String message) {
    fashn.next(fault);
    Throwable thrown = catchThrowable(() -> client.run(TRY_ON));
    assertThat(thrown).isInstanceOf(ProviderException.class).hasMessageContaining(message);
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(fashn.started()).isEqualTo(kind.equals("AnswerLost") ? 1 : 0);
    assertThat(waits).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE_LOAD_ERROR, ImageLoadError, false",
    "CONTENT_MODERATION_ERROR, ContentModerationError, false",
    "POSE_ERROR, PoseError, false",
    "INPUT_VALIDATION_ERROR, InputValidationError, false",
    "THIRD_PARTY_ERROR, ThirdPartyError, false",
    "NSFW_ERROR, NSFWError, false",
    "LORA_LOAD_ERROR, LoRALoadError, false",
    "PIPELINE_ERROR, PipelineError, true",
    "PROVIDER_ERROR, 3rdPartyProviderError, true",
    "INTERNAL_ERROR, InternalServerError, true",
    "TIME_OUT, time_out, false",
    "CANCELED, canceled, false",
    "UNKNOWN_STATUS, archived, false",
  })
  void everyFailureOfARunIsNamedAndCostsNothing(FashnFault fault, String name, boolean mayPass)
      throws Exception {
    fashn.next(fault);
    Prediction failed = client.await(client.run(TRY_ON), PATIENCE, _ -> {});
    assertThat(failed.status()).isEqualTo(Prediction.Status.FAILED);
    assertThat(failed.failure()).isEqualTo(name);
    assertThat(failed.mayPass()).isEqualTo(mayPass);
    assertThat(fashn.spent()).isZero();
  }

  @Test
  void aRunThatIsStuckIsGivenUp() throws Exception {
    fashn.next(FashnFault.STUCK);
    Prediction waiting = client.await(client.run(TRY_ON), PATIENCE, _ -> {});
    assertThat(waiting.status()).isEqualTo(Prediction.Status.WAITING);
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(PATIENCE);
    assertThat(waits).isSorted().startsWith(Duration.ofSeconds(1)).endsWith(Duration.ofSeconds(5));
    assertThat(waits.stream().filter(Duration.ofSeconds(5)::equals)).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @EnumSource(names = {"OUTPUT_EMPTY", "OUTPUT_NULL"})
  void completedWithoutOutputIsNoSuccess(FashnFault fault) throws Exception {
    fashn.next(fault);
    Prediction done = client.await(client.run(TRY_ON), PATIENCE, _ -> {});
    assertThat(done.status()).isEqualTo(Prediction.Status.COMPLETED);
    assertThat(client.result(done)).isEmpty();
  }

  @Test
  void anAddressThatHasExpiredIsAskedForAnewOnce() throws Exception {
    fashn.next(FashnFault.OUTPUT_EXPIRED);
    assertThat(ImageInfo.of(picture(TRY_ON))).isPresent();
    fashn.next(FashnFault.OUTPUT_MISSING);
    Prediction done = client.await(client.run(TRY_ON), PATIENCE, _ -> {});
    assertThat(client.result(done)).isEmpty();
  }

  @Test
  void anOutputThatIsNoImageIsSeen() throws Exception {
    fashn.next(FashnFault.OUTPUT_GARBAGE);
    assertThat(ImageInfo.of(picture(TRY_ON))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_RATE_LIMITED", "READ_SERVER_PAGE"})
  void readingIsRepeated(FashnFault fault) throws Exception {
    String id = client.run(TRY_ON);
    fashn.next(fault, 2);
    assertThat(client.status(id).id()).isEqualTo(id);
    assertThat(waits).hasSize(2);
  }

  @Test
  void theSeventhRunAtOnceIsOneTooManyAndNoCreditsIsSomethingElse() throws Exception {
    for (int i = 0; i < 6; i++) {
      var _ = client.run(TRY_ON);
    }
    assertThatThrownBy(() -> client.run(TRY_ON)).isInstanceOf(RateLimited.class);
    clock.advance(Duration.ofMinutes(2));
    assertThat(fashn.spent()).isEqualTo(6);
    fashn.credits(0);
    assertThatThrownBy(() -> client.run(TRY_ON))
        .isInstanceOf(OutOfCredits.class)
        .hasMessageContaining("0 left: 0 by subscription, 0 on demand");
  }

  @Test
  void anImageThatCannotBeLoadedFailsTheRun() throws Exception {
    FashnRequest request =
        FashnRequest.tryOn("https://nowhere.example/a.jpg", PNG, Category.TOPS, Mode.QUALITY, 1);
    assertThat(client.await(client.run(request), PATIENCE, _ -> {}).failure())
        .isEqualTo("ImageLoadError");
  }

  @Test
  void whatTheServiceDoesNotKnowItRefuses() {
    assertThatThrownBy(() -> client.run(FashnRequest.backgroundRemove(TINY)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("BadRequest");
    assertThatThrownBy(() -> tryOn(1L << 32)).hasMessageContaining("the seed must be 0 to");
  }

  @Test
  void whatTheServiceDoesNotKnowAnyMoreIsGone() throws Exception {
    Prediction gone = client.status("none");
    assertThat(gone.status()).isEqualTo(Prediction.Status.GONE);
    assertThat(gone.status().isEnd()).isTrue();
    assertThat(gone.message()).contains("404 NotFound");
  }

  @Test
  void aWrongKeyIsRefusedAndNeverShown() {
    try (var other =
        new FashnClient(FashnSettings.of(fashn.base(), new ApiKey("fa-geheim")), waits::add)) {
      assertThatThrownBy(() -> other.run(TRY_ON))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("401 UnauthorizedAccess")
          .hasMessageContaining("FASHN_API_KEY is wrong")
          .hasMessageNotContaining("geheim");
    }
    assertThat(fashn.started()).isZero();
  }
}
