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
import com.devskyy.tasks.provider.Purchases;
import com.devskyy.tasks.provider.Purchases.CameToNothing;
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
/// its value is FASHN's id, stored before waiting. N grows when nothing comes of a run: it
/// failed, or FASHN has nothing (any more) to show for it. That is stored as `failed N`, and the
/// next attempt, or a replay, goes on with another. What is kept (`keep`) needs no answer of
/// FASHN's any more. FASHN has no list of what was run: a run
/// whose answer was lost ends the task as `OutcomeUnknown`, unless it is to be repeated.
final class FashnPictures {
  /// With the download below the run limit of the type, so that the task says itself what it
  /// waits for.
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  private static final double MADE = 0.9;
  private static final String CUT_OUT = "cut-out";
  private static final Duration IMAGES_AWAY = Duration.ofMinutes(1);

  private final TryOnTasks.Fashn setting;
  private final FashnClient fashn;
  private final Service service;
  private final PictureFiles files;
  private final Inputs inputs;

  /// The images were there and were images, before anything was paid.
  record Looked(String model) {}

  /// What a run is known by.
  record Started(String id) {}

  FashnPictures(TryOnTasks.Fashn setting, PictureFiles files, Inputs inputs) {
    this.setting = setting;
    this.fashn = setting.client();
    this.service = setting.service();
    this.files = files;
    this.inputs = inputs;
  }

  TryOnPicture make(TaskContext context, FashnTryon input) throws Exception {
    long seed = input.seedFor(context.id().value());
    var order =
        new Order(
            "", input.operation(), new Draft(() -> request(input, seed)), input.onUnknown(), 1);
    Picture made = make(context, order);
    return TryOnPicture.of(
        made.id, made.kept, "fashn", made.model, input.operation(), seed, made.credits);
  }

  /// Whether an earlier attempt has had something cut out, or was about to.
  boolean hasBegunToCutOut(TaskContext context) {
    return context.earlier(look(CUT_OUT), Looked.class).isPresent();
  }

  /// Cuts a garment out of its photo for a task of another type, by steps of their own: such a
  /// task may buy at another service, too.
  ///
  /// @param field of the task's input that refers to the photo
  /// @param onUnknown where the input says what to do when nobody can tell whether it was paid
  /// @param done how far the attempt is afterwards
  Picture cutOut(
      TaskContext context, String field, String photo, Optional<OnUnknown> onUnknown, double done)
      throws Exception {
    var draft = new Draft(() -> FashnRequest.backgroundRemove(image(field, photo)));
    return make(context, new Order(CUT_OUT, Operation.BACKGROUND_REMOVE, draft, onUnknown, done));
  }

  /// What is to be run.
  ///
  /// @param name of its steps; empty for the task's own
  /// @param done how far the attempt is when the picture is kept
  private record Order(
      String name, Operation operation, Draft draft, Optional<OnUnknown> onUnknown, double done) {
    String file() {
      return name.isEmpty() ? operation.wire().replace('_', '-') : name;
    }
  }

  /// A picture that was bought.
  ///
  /// @param model version of FASHN's model
  record Picture(String id, PictureFiles.Kept kept, String model, BigDecimal credits) {}

  private Picture make(TaskContext context, Order order) throws Exception {
    Looked looked =
        context.step(
            look(order.name), Looked.class, () -> new Looked(order.draft.request().model()));
    var purchases = new Purchases(context, "fashn");
    Purchases.Bought<PictureFiles.Kept> made =
        purchases.make(
            order.name, PictureFiles.Kept.class, new Run(context, order, purchases), _ -> {});
    context.progress(order.done, "kept " + made.kept().file().name());
    return new Picture(made.id(), made.kept(), looked.model, purchases.credits());
  }

  private static String look(String name) {
    return ("look at the images " + name).strip();
  }

  /// One run of an order.
  private final class Run implements Purchases.Try<PictureFiles.Kept> {
    private final TaskContext context;
    private final Order order;
    private final Purchases purchases;

    Run(TaskContext context, Order order, Purchases purchases) {
      this.context = context;
      this.order = order;
      this.purchases = purchases;
    }

    @Override
    public String begun(String step) throws Exception {
      String id =
          service
              .payOnce(
                  context,
                  "run " + step,
                  Started.class,
                  () -> new Started(fashn.run(order.draft.atOnce())),
                  () -> reconciled(order))
              .id();
      context.log("FASHN's prediction " + id);
      return id;
    }

    @Override
    public PictureFiles.Kept kept(String step, String id) throws Exception {
      Prediction run = awaited(context, order, id);
      if (run.status() != Prediction.Status.COMPLETED) {
        throw new CameToNothing(failure(run));
      }
      purchases.spent(step, run.credits().orElse(BigDecimal.valueOf(FashnRequest.CREDITS)));
      return FashnPictures.this.kept(context, order, run);
    }
  }

  /// Puts a request together.
  private interface Asked {
    FashnRequest put() throws IOException;
  }

  /// What is sent, with all its images: put together when it is needed, at most once an attempt.
  private static final class Draft {
    private final Asked asked;
    private @Nullable FashnRequest request;

    Draft(Asked asked) {
      this.asked = asked;
    }

    FashnRequest request() throws IOException {
      if (request == null) {
        request = asked.put();
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

  private Reconciliation<Started> reconciled(Order order) {
    return order.onUnknown.orElse(setting.onUnknown()) == OnUnknown.REPEAT
        ? new Reconciliation.NotDone<>()
        : new Reconciliation.Unknown<>(
            "FASHN may have run %s for up to %d credit, and has no list to look it up in. Replaying the task runs it again; on_unknown: repeat does so without asking"
                .formatted(order.operation.wire(), FashnRequest.CREDITS));
  }

  private FashnRequest request(FashnTryon input, long seed) throws IOException {
    FashnRequest.Mode mode = input.mode().fashn();
    return switch (input.operation()) {
      case TRY_ON ->
          FashnRequest.tryOn(
              image("model_image", input.modelImage().orElseThrow()),
              image("garment_image", input.garmentImage().orElseThrow()),
              input.category().fashn(),
              mode,
              seed);
      case MODEL_CREATE ->
          FashnRequest.modelCreate(input.prompt().orElseThrow(), modelImage(input), mode, seed);
      case PRODUCT_TO_MODEL ->
          FashnRequest.productToModel(
              image("garment_image", input.garmentImage().orElseThrow()),
              modelImage(input),
              input.prompt(),
              mode,
              seed);
      case BACKGROUND_REMOVE ->
          FashnRequest.backgroundRemove(image("garment_image", input.garmentImage().orElseThrow()));
    };
  }

  private Optional<String> modelImage(FashnTryon input) throws IOException {
    return input.modelImage().isPresent()
        ? Optional.of(image("model_image", input.modelImage().get()))
        : Optional.empty();
  }

  /// An image is looked at before anything is paid. One that everybody can fetch goes by its
  /// address, any other as it is.
  private String image(String field, String reference) throws IOException {
    InputFile image = inputs.read(field, reference, Wanted.IMAGE);
    return image
        .address()
        .map(URI::toString)
        .orElseGet(
            () ->
                "data:%s;base64,%s"
                    .formatted(
                        image.kind().mediaType(),
                        Base64.getEncoder().encodeToString(image.bytes())));
  }

  private Prediction awaited(TaskContext context, Order order, String id)
      throws InterruptedException {
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
                          order.done * (0.05 + (MADE - 0.05) * share),
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

  private PictureFiles.Kept kept(TaskContext context, Order order, Prediction run)
      throws Exception {
    context.progress(order.done * MADE, "fetching the picture");
    byte[] bytes =
        service
            .call(() -> fashn.result(run))
            .orElseThrow(
                () ->
                    new CameToNothing(
                        new PermanentFailure(
                            "FASHN's prediction %s is completed and gives no output (any more); replaying the task runs it again, which is paid for again"
                                .formatted(run.id()))));
    try {
      return files.keep(context, order.file(), bytes);
    } catch (InvalidAssetException e) {
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "FASHN delivered no picture for its prediction %s: %s"
              .formatted(run.id(), e.getMessage()),
          e);
    }
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
          case "NotFound" ->
              "; it is gone, or FASHN_API_KEY is of another account than the one that ran it; replaying the task runs it again, which is paid for again";
          case "PoseError" -> "; take a photo on which the body can be seen from the front";
          default -> "";
        };
    return new PermanentFailure(said + advice);
  }
}
