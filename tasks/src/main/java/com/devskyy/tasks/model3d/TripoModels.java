package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
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
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Has models made by Tripo. Threads may share it.
///
/// # What is stored when
///
/// 1. `plan N`: the request, so that later attempts ask for the same whatever the settings are
/// then. 2. `intend N`: when creation N was about to be sent. 3. `create N`: a step that happens
/// once; its value is Tripo's id, stored before waiting. 4. `failed N`, when nothing came of it,
/// which costs nothing: later attempts, also of a replay, go on with N + 1. 5. `cost N`: what it
/// cost. 6. `keep`: the files; addresses of Tripo are not needed any more.
///
/// A conversion goes the same way under its format's name.
final class TripoModels {
  private static final double MADE = 0.8;
  private static final double CONVERTED = 0.98;
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
    var work = new TripoWork(context, input.onUnknown(), tripo, service, clock);
    var plan = new AtomicReference<Plan>();
    TripoTask made =
        work.done(
            "",
            step -> {
              plan.set(context.step("plan " + step, Plan.class, () -> plan(context, input)));
              return plan.get().request();
            },
            0.05,
            MADE);
    ModelFiles.Kept kept =
        context.step("keep", ModelFiles.Kept.class, () -> keep(context, input, made));
    List<Shelf.Kept> all = new ArrayList<>(kept.files());
    List<String> warnings = new ArrayList<>(kept.warnings());
    for (ModelFormat format : EnumSet.allOf(ModelFormat.class)) {
      if (format != ModelFormat.GLB && input.formats().contains(format)) {
        converted(context, work, made, input.fileName(), format, warnings).ifPresent(all::add);
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
            plan.get().prompt(),
            plan.get().seed(),
            kept.triangles(),
            kept.vertices(),
            kept.textures(),
            kept.glb().bytes(),
            kept.delivered(),
            work.credits(),
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
    if (image.kind() != FileKind.WEBP && image.address().isPresent()) {
      return image.address().get().toString();
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

  /// A model that is there is not lost because another format is not to be had.
  private Optional<Shelf.Kept> converted(
      TaskContext context,
      TripoWork work,
      TripoTask made,
      String name,
      ModelFormat format,
      List<String> warnings)
      throws Exception {
    try {
      TripoRequest request = TripoRequest.convert(made.id(), TripoFormat.valueOf(format.name()));
      TripoTask task = work.done(format.wire(), _ -> request, MADE, CONVERTED);
      return Optional.of(
          context.step(
              "keep " + format.wire(),
              Shelf.Kept.class,
              () ->
                  files
                      .shelf()
                      .keep(
                          context,
                          name + "." + format.wire(),
                          format.mediaType(),
                          sound(format, service.call(() -> tripo.model(task))))));
    } catch (TaskFailure e) {
      boolean again = e.type().retryable() && context.attempt() < Generate3d.RETRY.maxAttempts();
      if (again || e instanceof RetryAfter) {
        throw e;
      }
      warnings.add("no %s: %s".formatted(format.wire(), e.getMessage()));
      return Optional.empty();
    }
  }

  /// An error page is not taken for a model; more is not known of these formats here.
  private static byte[] sound(ModelFormat format, byte[] bytes) {
    if (bytes.length == 0 || bytes[0] == '<') {
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "Tripo delivered %,d bytes that are no %s".formatted(bytes.length, format.wire()));
    }
    return bytes;
  }
}
