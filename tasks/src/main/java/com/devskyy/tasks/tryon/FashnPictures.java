package com.devskyy.tasks.tryon;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.providers.fashn.FashnRequest;
import com.devskyy.providers.fashn.Prediction;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Service;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has pictures made by FASHN. Threads may share it.
///
/// The images are looked at first, in a step of their own. `run N` is a step that happens once;
/// its value is FASHN's id, stored before waiting. N grows when a run failed, which costs nothing:
/// `failed N` is stored, and the next attempt, or a replay, goes on with another. FASHN has no
/// list of what was run: a run whose answer was lost ends the task as `OutcomeUnknown`, unless its
/// input says that it is to be repeated.
final class FashnPictures {
  /// Below the run limit of the type, so that the task says itself what it waits for.
  private static final Duration PATIENCE = Duration.ofMinutes(9);

  private static final double MADE = 0.9;
  private static final Duration IMAGES_AWAY = Duration.ofMinutes(1);

  private final FashnClient fashn;
  private final Service service;
  private final PictureFiles files;
  private final Inputs inputs;

  /// The images were there and were images, before anything was paid.
  record Looked(String model) {}

  /// What a run is known by.
  record Started(String id) {}

  /// What a run cost.
  record Spent(BigDecimal credits) {}

  /// Why nothing came of it.
  record Failed(String why) {}

  FashnPictures(FashnClient fashn, Service service, PictureFiles files, Inputs inputs) {
    this.fashn = fashn;
    this.service = service;
    this.files = files;
    this.inputs = inputs;
  }

  TryOnPicture make(TaskContext context, FashnTryon input) throws Exception {
    return make(context, input, 1);
  }

  /// @param done how far the attempt is when the picture is kept
  TryOnPicture make(TaskContext context, FashnTryon input, double done) throws Exception {
    long seed = input.seedFor(context.id().value());
    var draft = new Draft(input, seed);
    var _ =
        context.step("look at the images", Looked.class, () -> new Looked(draft.request().model()));
    for (int n = 1; ; n++) {
      // A failed run cost nothing. Another one is made in the next attempt, also of a replay.
      if (context.earlier("failed " + n, Failed.class).isPresent()) {
        continue;
      }
      String id = started(context, input, draft, n);
      Prediction run = awaited(context, id);
      if (run.status() == Prediction.Status.COMPLETED) {
        return kept(context, input, seed, run, spent(context, n, run), done);
      }
      TaskFailure failure = failure(run);
      var _ =
          context.step(
              "failed " + n, Failed.class, () -> new Failed(String.valueOf(failure.getMessage())));
      throw failure;
    }
  }

  private String started(TaskContext context, FashnTryon input, Draft draft, int n)
      throws Exception {
    String id =
        service
            .payOnce(
                context,
                "run " + n,
                Started.class,
                () -> new Started(fashn.run(draft.atOnce())),
                () -> reconciled(input))
            .id();
    context.log("FASHN's prediction " + id);
    return id;
  }

  /// What is sent, with all its images: put together when it is needed, at most once an attempt.
  private final class Draft {
    private final FashnTryon input;
    private final long seed;
    private @Nullable FashnRequest request;

    Draft(FashnTryon input, long seed) {
      this.input = input;
      this.seed = seed;
    }

    FashnRequest request() throws IOException {
      if (request == null) {
        request = FashnPictures.this.request(input, seed);
      }
      return request;
    }

    /// The same where only a lost answer may leave it open what happened: images that are gone by
    /// now say that nothing did.
    FashnRequest atOnce() {
      try {
        return request();
      } catch (RetryAfter e) {
        throw e;
      } catch (TaskFailure e) {
        if (e.type().retryable()) {
          throw new RetryAfter(IMAGES_AWAY, e.type(), String.valueOf(e.getMessage()));
        }
        throw new PermanentFailure(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new RetryAfter(
            IMAGES_AWAY,
            ErrorType.PROVIDER_UNAVAILABLE,
            "an image could not be read: " + e.getMessage());
      }
    }
  }

  private static Reconciliation<Started> reconciled(FashnTryon input) {
    return input.onUnknown() == OnUnknown.REPEAT
        ? new Reconciliation.NotDone<>()
        : new Reconciliation.Unknown<>(
            "FASHN may have run %s for up to %d credit, and has no list to look it up in. Replaying the task runs it again; on_unknown: repeat does so without asking"
                .formatted(input.operation().wire(), 1));
  }

  private FashnRequest request(FashnTryon input, long seed) throws IOException {
    FashnRequest.Mode mode = input.mode().fashn();
    return switch (input.operation()) {
      case TRY_ON ->
          FashnRequest.tryOn(
              image("model_image", input.modelImage()).orElseThrow(),
              image("garment_image", input.garmentImage()).orElseThrow(),
              input.category().fashn(),
              mode,
              seed);
      case MODEL_CREATE ->
          FashnRequest.modelCreate(
              input.prompt().orElseThrow(), image("model_image", input.modelImage()), mode, seed);
      case PRODUCT_TO_MODEL ->
          FashnRequest.productToModel(
              image("garment_image", input.garmentImage()).orElseThrow(),
              image("model_image", input.modelImage()),
              input.prompt(),
              mode,
              seed);
      case BACKGROUND_REMOVE ->
          FashnRequest.backgroundRemove(image("garment_image", input.garmentImage()).orElseThrow());
    };
  }

  /// An image is looked at before anything is paid. One that everybody can fetch goes by its
  /// address, any other as it is.
  private Optional<String> image(String field, Optional<String> reference) throws IOException {
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    InputFile image = inputs.read(field, reference.get(), Wanted.IMAGE);
    return image
        .address()
        .map(URI::toString)
        .or(
            () ->
                Optional.of(
                    "data:%s;base64,%s"
                        .formatted(
                            image.kind().mediaType(),
                            Base64.getEncoder().encodeToString(image.bytes()))));
  }

  private Prediction awaited(TaskContext context, String id) throws InterruptedException {
    int[] asked = {0};
    Prediction run =
        service.call(
            () ->
                fashn.await(
                    id,
                    PATIENCE,
                    seen -> {
                      // FASHN does not say how far it is: slower and slower towards the end.
                      double share = seen.status().isEnd() ? 1 : 1 - Math.pow(0.85, ++asked[0]);
                      context.progress(
                          0.05 + (MADE - 0.05) * share,
                          "FASHN: " + seen.status().name().toLowerCase(Locale.ROOT));
                    }));
    if (!run.status().isEnd()) {
      throw new TaskFailure(
          ErrorType.TIMEOUT,
          "FASHN's prediction %s is still %s after %d minutes; the next attempt goes on waiting for it"
              .formatted(id, run.status().name().toLowerCase(Locale.ROOT), PATIENCE.toMinutes()));
    }
    return run;
  }

  private static BigDecimal spent(TaskContext context, int n, Prediction run) throws Exception {
    return context
        .step(
            "cost " + n,
            Spent.class,
            () -> {
              BigDecimal amount = run.credits().orElse(BigDecimal.ONE);
              context.cost("fashn", amount, "credits");
              return new Spent(amount);
            })
        .credits();
  }

  private TryOnPicture kept(
      TaskContext context,
      FashnTryon input,
      long seed,
      Prediction run,
      BigDecimal credits,
      double done)
      throws Exception {
    PictureFiles.Kept kept =
        context.step(
            "keep",
            PictureFiles.Kept.class,
            () -> {
              context.progress(MADE, "fetching the picture");
              byte[] bytes = service.call(() -> fashn.result(run));
              try {
                return files.keep(context, input.operation().wire().replace('_', '-'), bytes);
              } catch (InvalidAssetException e) {
                throw new TaskFailure(
                    ErrorType.PROVIDER_UNAVAILABLE,
                    "FASHN delivered no picture for its prediction %s: %s"
                        .formatted(run.id(), e.getMessage()),
                    e);
              }
            });
    context.progress(done, "kept " + kept.file().name());
    return TryOnPicture.of(
        run.id(), kept, "fashn", model(input.operation()), input.operation(), seed, credits);
  }

  private static String model(Operation operation) {
    return operation == Operation.TRY_ON ? "tryon-v1.6" : operation.wire().replace('_', '-');
  }

  private static TaskFailure failure(Prediction run) {
    String said =
        "FASHN's prediction %s failed: %s%s"
            .formatted(
                run.id(), run.failure(), run.message().isEmpty() ? "" : ", " + run.message());
    if (run.mayPass()) {
      return new TaskFailure(ErrorType.PROVIDER_UNAVAILABLE, said);
    }
    String advice =
        switch (run.failure()) {
          case "ImageLoadError" -> "; the image must be public, or be given as data or as a file";
          case "ContentModerationError", "NSFWError", "ThirdPartyError" ->
              "; its moderation refuses this content";
          case "PoseError" -> "; take a photo on which the body can be seen from the front";
          default -> "";
        };
    return new PermanentFailure(said + advice);
  }
}
