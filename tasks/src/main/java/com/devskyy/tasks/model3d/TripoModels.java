package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fetch.FileKind;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.providers.tripo.ModelOptions;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoFormat;
import com.devskyy.providers.tripo.TripoRequest;
import com.devskyy.providers.tripo.TripoTask;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Has models made by Tripo. Threads may share it.
///
/// # What is stored when
///
/// 1. `plan`: the request, so that later attempts ask for the same whatever the settings are
/// then. 2. `intend N`: when creation N was about to be sent. 3. `create N`: a step that happens
/// once; its value is Tripo's id, stored before waiting. 4. `cost N`: what it cost. 5. `keep`:
/// the files; addresses of Tripo are not needed any more.
///
/// N grows when a task of Tripo failed, which costs nothing, at most by one in each attempt. A
/// conversion goes the same way under its format's name.
final class TripoModels {
  /// Below the run limit of the type, so that the task says itself what it waits for.
  private static final Duration PATIENCE = Duration.ofMinutes(9);

  /// How much later than ours Tripo's clock may be.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  /// A request that is on its way may show in the account's usage after this long.
  private static final Duration SETTLED = Duration.ofMinutes(2);

  private static final double MADE = 0.8;
  private static final Wanted IMAGE =
      new Wanted(EnumSet.of(FileKind.JPEG, FileKind.PNG, FileKind.WEBP), 20_000_000, 50_000_000);
  private static final int LEAST_SIDE = 256;

  private final TripoClient tripo;
  private final Service service;
  private final ModelFiles files;
  private final Inputs inputs;
  private final Quality quality;
  private final InstantSource clock;

  /// How models are made, by setting.
  record Quality(String model, int faceLimit, boolean pbr, ModelOptions.TextureQuality texture) {}

  /// The request of a task, once and for all.
  record Plan(TripoRequest request, long seed, String prompt) {}

  /// When a creation was about to be sent.
  record Intent(Instant at) {}

  /// What a task of Tripo cost.
  record Spent(BigDecimal credits) {}

  TripoModels(
      TripoClient tripo,
      Service service,
      ModelFiles files,
      Inputs inputs,
      Quality quality,
      InstantSource clock) {
    this.tripo = tripo;
    this.service = service;
    this.files = files;
    this.inputs = inputs;
    this.quality = quality;
    this.clock = clock;
  }

  Model3d make(TaskContext context, Generate3d input) throws Exception {
    var work = new Work(context, input);
    Plan plan = context.step("plan", Plan.class, () -> plan(context, input));
    TripoTask made = work.done("", plan.request(), 0.05, MADE);
    ModelFiles.Kept kept =
        context.step("keep", ModelFiles.Kept.class, () -> keep(context, input, made));
    List<Shelf.Kept> all = new ArrayList<>(kept.files());
    List<String> warnings = new ArrayList<>(kept.warnings());
    for (ModelFormat format : EnumSet.allOf(ModelFormat.class)) {
      if (format != ModelFormat.GLB && input.formats().contains(format)) {
        work.converted(made.id(), format, warnings).ifPresent(all::add);
      }
    }
    context.progress(1, "kept " + kept.glb().name());
    return new Model3d(
        made.id(),
        kept.glb().url(),
        kept.texture().map(Shelf.Kept::url),
        kept.preview().map(Shelf.Kept::url),
        ModelFormat.GLB.wire(),
        new Model3d.Metadata(
            "tripo",
            quality.model(),
            plan.prompt(),
            plan.seed(),
            kept.triangles(),
            kept.vertices(),
            kept.textures(),
            kept.glb().bytes(),
            work.credits,
            all,
            warnings,
            Optional.empty()));
  }

  private Plan plan(TaskContext context, Generate3d input) throws Exception {
    long seed = input.seedFor(context.id().value());
    var options =
        new ModelOptions(
            quality.model(), quality.faceLimit(), quality.pbr(), quality.texture(), seed);
    if (input.imageUrl().isPresent()) {
      String image = image(context, input.imageUrl().get());
      return new Plan(TripoRequest.imageToModel(image, options), seed, "");
    }
    String prompt = BrandPrompt.of(input, TripoRequest.MAX_PROMPT);
    return new Plan(
        TripoRequest.textToModel(prompt, Optional.of(BrandPrompt.NOT), options), seed, prompt);
  }

  /// An image that everybody can fetch goes by its address; any other is uploaded. It is looked
  /// at before anything is paid.
  private String image(TaskContext context, String reference) throws Exception {
    InputFile image = inputs.read("image_url", reference, IMAGE);
    image
        .size()
        .filter(size -> Math.min(size.width(), size.height()) < LEAST_SIDE)
        .ifPresent(
            size -> {
              throw new TaskFailure(
                  ErrorType.INVALID_INPUT,
                  "image_url must be at least %d x %d pixels, was %d x %d"
                      .formatted(LEAST_SIDE, LEAST_SIDE, size.width(), size.height()));
            });
    boolean known = image.kind() != FileKind.WEBP;
    if (known && reference.startsWith("https://")) {
      return reference;
    }
    context.progress(0.02, "uploading the image");
    return service.call(
        () ->
            tripo.upload(
                "image." + image.kind().extension(), image.kind().mediaType(), image.bytes()));
  }

  private ModelFiles.Kept keep(TaskContext context, Generate3d input, TripoTask made)
      throws Exception {
    context.progress(MADE, "fetching the model");
    byte[] glb = service.call(() -> tripo.model(made));
    List<ModelFiles.Picture> pictures =
        tripo.preview(made).stream().map(it -> new ModelFiles.Picture("preview", it)).toList();
    try {
      return files.keep(context, input.fileName(), glb, pictures, input.optimise());
    } catch (InvalidAssetException e) {
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "Tripo delivered no sound GLB for its task %s: %s".formatted(made.id(), e.getMessage()),
          e);
    }
  }

  /// What one attempt does at Tripo.
  private final class Work {
    private final TaskContext context;
    private final Generate3d input;
    private final Set<String> known = new HashSet<>();
    private BigDecimal credits = BigDecimal.ZERO;

    Work(TaskContext context, Generate3d input) {
      this.context = context;
      this.input = input;
    }

    /// Has something made, by the task of an earlier attempt when there is one.
    ///
    /// @param name of its steps; empty for the model itself
    TripoTask done(String name, TripoRequest request, double from, double to) throws Exception {
      for (int n = 1; ; n++) {
        String step = (name + " " + n).strip();
        TripoClient.Created created = created(step, request);
        known.add(created.taskId());
        context.log("Tripo's task %s, trace %s".formatted(created.taskId(), created.trace()));
        TripoTask task = awaited(created.taskId(), from, to);
        if (task.status() == TripoTask.Status.SUCCESS) {
          credits = credits.add(spent(step, task, request));
          return task;
        }
        // A failed task cost nothing; another one is made in the next attempt.
        if (!mayPass(task) || n >= context.attempt()) {
          throw failure(task);
        }
      }
    }

    private TripoClient.Created created(String step, TripoRequest request) throws Exception {
      Intent intent =
          context.step("intend " + step, Intent.class, () -> new Intent(clock.instant()));
      return service.payOnce(
          context,
          "create " + step,
          TripoClient.Created.class,
          () -> tripo.create(request),
          () -> reconciled(request, intent));
    }

    private Reconciliation<TripoClient.Created> reconciled(TripoRequest request, Intent intent)
        throws InterruptedException {
      if (input.onUnknown() == OnUnknown.REPEAT) {
        return new Reconciliation.NotDone<>();
      }
      Optional<TripoTask> found;
      try {
        found =
            service.call(() -> tripo.findCreated(request, intent.at().minus(CLOCKS_APART), known));
      } catch (PermanentFailure e) {
        return new Reconciliation.Unknown<>(
            "Tripo may have made %s after %s for up to %d credits (%.2f USD), and its usage does not tell: %s. Replaying the task makes another"
                .formatted(
                    request.type(),
                    intent.at(),
                    request.credits(),
                    request.credits() / 100.0,
                    e.getMessage()));
      }
      if (found.isPresent()) {
        context.log("found the task %s whose answer was lost".formatted(found.get().id()));
        return new Reconciliation.Known<>(new TripoClient.Created(found.get().id(), ""));
      }
      Duration age = Duration.between(intent.at(), clock.instant());
      if (age.compareTo(SETTLED) < 0) {
        throw new RetryAfter(
            SETTLED.minus(age),
            ErrorType.PROVIDER_UNAVAILABLE,
            "a creation whose answer was lost does not show at Tripo yet; looks again");
      }
      return new Reconciliation.NotDone<>();
    }

    private TripoTask awaited(String id, double from, double to) throws InterruptedException {
      double[] furthest = {from};
      TripoTask task =
          service.call(
              () ->
                  tripo.await(
                      id,
                      PATIENCE,
                      seen -> {
                        double now = from + (to - from) * seen.progress() / 100;
                        furthest[0] = Math.max(furthest[0], now);
                        context.progress(
                            furthest[0],
                            "Tripo: %s %s"
                                .formatted(
                                    seen.type().replace('_', ' '),
                                    seen.status().name().toLowerCase(java.util.Locale.ROOT)));
                      }));
      if (!task.status().isEnd()) {
        throw new TaskFailure(
            ErrorType.TIMEOUT,
            "Tripo's task %s is still %s after %d minutes; the next attempt goes on waiting for it"
                .formatted(
                    id,
                    task.status().name().toLowerCase(java.util.Locale.ROOT),
                    PATIENCE.toMinutes()));
      }
      return task;
    }

    private BigDecimal spent(String step, TripoTask task, TripoRequest request) throws Exception {
      return context
          .step(
              "cost " + step,
              Spent.class,
              () -> {
                BigDecimal amount = task.credits().orElse(BigDecimal.valueOf(request.credits()));
                context.cost("tripo", amount, "credits");
                return new Spent(amount);
              })
          .credits();
    }

    /// A model that is there is not lost because another format is not to be had.
    Optional<Shelf.Kept> converted(String model, ModelFormat format, List<String> warnings)
        throws Exception {
      try {
        TripoRequest request = TripoRequest.convert(model, TripoFormat.valueOf(format.name()));
        TripoTask task = done(format.wire(), request, MADE, 0.98);
        return Optional.of(
            context.step(
                "keep " + format.wire(),
                Shelf.Kept.class,
                () ->
                    files
                        .shelf()
                        .keep(
                            context,
                            input.fileName() + "." + format.wire(),
                            format.mediaType(),
                            service.call(() -> tripo.model(task)))));
      } catch (PermanentFailure e) {
        warnings.add("no %s: %s".formatted(format.wire(), e.getMessage()));
        return Optional.empty();
      }
    }
  }

  private static boolean mayPass(TripoTask task) {
    return task.status() == TripoTask.Status.FAILED
        && task.errorCode() != TripoTask.REFUSED_CONTENT
        && task.errorCode() != TripoTask.TOO_COMPLEX;
  }

  private static TaskFailure failure(TripoTask task) {
    String said =
        "Tripo's task %s ended as %s (%d%s)"
            .formatted(
                task.id(),
                task.status().name().toLowerCase(java.util.Locale.ROOT),
                task.errorCode(),
                task.error().isEmpty() ? "" : ": " + task.error());
    if (mayPass(task)) {
      return new TaskFailure(ErrorType.PROVIDER_UNAVAILABLE, said);
    }
    String advice =
        switch (task.errorCode()) {
          case TripoTask.REFUSED_CONTENT -> "; its moderation refuses this content: reword it";
          case TripoTask.TOO_COMPLEX -> "; ask for something simpler";
          default -> "";
        };
    return new PermanentFailure(said + advice);
  }
}
