package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.ProviderException;
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
import com.devskyy.tasks.provider.Purchases;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Has models made by Tripo. Threads may share it.
///
/// # What is stored when
///
/// - `plan N`: the request, so that later attempts ask for the same whatever the settings are
///   then.
/// - `intend N`: when creation N was about to be sent.
/// - `create N`: a step that happens once; its value is Tripo's id, stored before waiting.
/// - `lost N`: that its answer was looked for. `trouble N`: that Tripo said it was in trouble, or
///   was not there. What may be there all the same is looked for before it is sent again.
/// - `cost N`: what it cost.
/// - `failed N`, when nothing came of it: later attempts, also of a replay, go on with N + 1.
/// - `keep`: the files; nothing is asked of Tripo any more.
///
/// A conversion goes the same way under its format's name.
final class TripoModels {
  private static final double MADE = 0.8;
  private static final double CONVERTED = 0.98;
  private static final Wanted IMAGE =
      new Wanted(EnumSet.of(FileKind.JPEG, FileKind.PNG, FileKind.WEBP), 20_000_000, 50_000_000);
  private static final int LEAST_SIDE = 256;

  private final Model3dTasks.Tripo setting;
  private final TripoClient tripo;
  private final Service service;
  private final ModelFiles files;
  private final Inputs inputs;
  private final InstantSource clock;

  /// The request of a task, once and for all.
  record Plan(TripoRequest request, long seed, String prompt) {}

  TripoModels(Model3dTasks.Tripo setting, ModelFiles files, Inputs inputs, InstantSource clock) {
    this.setting = setting;
    this.tripo = setting.client();
    this.service = setting.service();
    this.files = files;
    this.inputs = inputs;
    this.clock = clock;
  }

  Model3d make(TaskContext context, Generate3d input) throws Exception {
    var work =
        new TripoWork(
            context, input.onUnknown().orElse(setting.onUnknown()), tripo, service, clock);
    var plan = new AtomicReference<Plan>();
    Purchases.Bought<ModelFiles.Kept> made =
        work.made(
            "",
            step -> {
              plan.set(context.step("plan " + step, Plan.class, () -> plan(context, work, input)));
              return plan.get().request();
            },
            ModelFiles.Kept.class,
            task -> keep(context, work, input, task),
            0.05,
            MADE);
    ModelFiles.Kept kept = made.kept();
    List<Shelf.Kept> all = new ArrayList<>(kept.files());
    List<String> warnings = new ArrayList<>(kept.warnings());
    Set<ModelFormat> others = EnumSet.complementOf(EnumSet.of(ModelFormat.GLB));
    others.retainAll(input.formats());
    double from = MADE;
    double share = (CONVERTED - MADE) / Math.max(1, others.size());
    for (ModelFormat format : others) {
      var conversion = new Conversion(made.id(), input.fileName(), format, from, from + share);
      converted(context, work, conversion, warnings).ifPresent(all::add);
      from += share;
    }
    return Model3d.of(
        made.id(),
        kept,
        new Model3d.Origin(
            "tripo",
            String.valueOf(plan.get().request().body().get("model")),
            plan.get().prompt(),
            plan.get().seed(),
            work.credits()),
        all,
        warnings);
  }

  private Plan plan(TaskContext context, TripoWork work, Generate3d input) throws Exception {
    long seed = input.seedFor(context.id().value());
    var options =
        new ModelOptions(
            setting.model(), setting.faceLimit(), setting.pbr(), setting.texture(), seed);
    if (input.imageUrl().isPresent()) {
      String image = image(work, input.imageUrl().get());
      return new Plan(TripoRequest.imageToModel(image, options), seed, "");
    }
    String prompt = BrandPrompt.of(input, TripoRequest.MAX_PROMPT);
    return new Plan(
        TripoRequest.textToModel(prompt, Optional.of(BrandPrompt.NOT), options), seed, prompt);
  }

  /// An image that everybody can fetch goes by its address; any other is uploaded. It is looked
  /// at before anything is paid.
  private String image(TripoWork work, String reference) throws Exception {
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
    work.progress(0.02, "uploading the image");
    return service.call(
        () ->
            tripo.upload(
                "image." + image.kind().extension(), image.kind().mediaType(), image.bytes()));
  }

  private ModelFiles.Kept keep(
      TaskContext context, TripoWork work, Generate3d input, TripoTask made) throws Exception {
    work.progress(MADE, "fetching the model");
    byte[] glb = service.call(() -> tripo.model(made));
    try {
      return files.keep(context, input.fileName(), glb, pictures(context, made), input.optimise());
    } catch (InvalidAssetException e) {
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "Tripo delivered no sound GLB for its task %s: %s".formatted(made.id(), e.getMessage()),
          e);
    }
  }

  /// A picture of the model is a courtesy: the model is what was paid for, and another picture is
  /// drawn of it here.
  private List<ModelFiles.Picture> pictures(TaskContext context, TripoTask made)
      throws InterruptedException {
    try {
      return tripo.preview(made).stream()
          .map(bytes -> new ModelFiles.Picture("preview", bytes))
          .toList();
    } catch (ProviderException e) {
      context.log("Tripo's picture of the model was not to be had: " + e.getMessage());
      return List.of();
    }
  }

  /// The model in another format.
  ///
  /// @param model Tripo's id of it
  /// @param name of its file, without an ending
  /// @param from how far the attempt is before
  /// @param to and afterwards
  private record Conversion(
      String model, String name, ModelFormat format, double from, double to) {}

  /// A model that is there is not lost because another format is not to be had. Where a person can
  /// have one delivered that may be paid for, the task ends, and its replay goes on from here.
  private Optional<Shelf.Kept> converted(
      TaskContext context, TripoWork work, Conversion wanted, List<String> warnings)
      throws Exception {
    String format = wanted.format.wire();
    try {
      TripoRequest request =
          TripoRequest.convert(wanted.model, TripoFormat.valueOf(wanted.format.name()));
      return Optional.of(
          work.made(
                  format,
                  _ -> request,
                  Shelf.Kept.class,
                  task -> keep(context, wanted, task),
                  wanted.from,
                  wanted.to)
              .kept());
    } catch (TaskFailure e) {
      boolean again = e.type().retryable() && context.attempt() < Generate3d.RETRY.maxAttempts();
      if (again || e instanceof RetryAfter || TripoWork.mayBeMended(e)) {
        throw e;
      }
      warnings.add("no %s: %s".formatted(format, e.getMessage()));
      return Optional.empty();
    }
  }

  private Shelf.Kept keep(TaskContext context, Conversion wanted, TripoTask task) throws Exception {
    byte[] bytes = service.call(() -> tripo.model(task));
    Delivered file =
        Delivered.of(wanted.format, bytes)
            .orElseThrow(
                () ->
                    new TaskFailure(
                        ErrorType.PROVIDER_UNAVAILABLE,
                        "Tripo delivered %,d bytes that are no %s"
                            .formatted(bytes.length, wanted.format.wire())));
    return files.shelf().keep(context, wanted.name + "." + file.suffix(), file.mediaType(), bytes);
  }
}
