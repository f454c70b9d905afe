package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.studio.Progress;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Shelf;
import com.devskyy.tasks.tryon.FashnCutOuts;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/// Makes models in the process, for nothing, unless a photo must be cut out by somebody else first.
/// Threads may share it; as many work at once as there are cores, the others wait.
final class LocalModels {
  /// How far the attempt is when a model is cut.
  private static final double CUT = 0.95;

  /// And when somebody else has cut the photo out, which takes most of the time.
  private static final double CUT_OUT = 0.9;

  private final Cutter cutter;
  private final Inputs inputs;
  private final ModelFiles files;
  private final Semaphore cores;

  /// Cuts garments; the studio does.
  @FunctionalInterface
  interface Cutter {
    /// Cuts one.
    ///
    /// @param photo to cut it after; without one, the words of the input
    /// @throws BusyBackground when another photo of the same, with a plain background, might do
    Cut cut(Generate3d input, Optional<byte[]> photo, long seed, Progress progress);
  }

  /// The garment does not stand out from what is around it.
  static final class BusyBackground extends TaskFailure {
    private static final long serialVersionUID = 1;

    BusyBackground(String message, Throwable cause) {
      super(ErrorType.INVALID_INPUT, message, cause);
    }
  }

  /// What was cut.
  ///
  /// @param others further formats that were wanted, as far as the cutter writes them
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Cut(byte[] glb, List<ModelFiles.Picture> pictures, List<Other> others) {}

  /// The same model in another format.
  ///
  /// @param suffix of its file's name
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Other(ModelFormat format, String suffix, String mediaType, byte[] bytes) {}

  /// @param cores one permit for each model that may be cut at once
  LocalModels(Cutter cutter, Inputs inputs, ModelFiles files, Semaphore cores) {
    this.cutter = cutter;
    this.inputs = inputs;
    this.files = files;
    this.cores = cores;
  }

  /// Makes one.
  ///
  /// @param cutOuts who is paid to cut a garment out of a photo that is too busy; empty where
  ///     nobody is to be paid
  Model3d make(TaskContext context, Generate3d input, Optional<FashnCutOuts> cutOuts)
      throws Exception {
    long seed = input.seedFor(context.id().value());
    if (cutOuts.isEmpty()) {
      return made(context, input, seed);
    }
    if (!cutOuts.get().isBegun(context)) {
      try {
        return made(context, input, seed);
      } catch (BusyBackground e) {
        context.log("FASHN cuts the photo out: " + e.getMessage());
      }
    }
    FashnCutOuts.CutOut cutOut =
        cutOuts
            .get()
            .of(
                context,
                StudioCutter.PHOTO,
                input.imageUrl().orElseThrow(),
                input.onUnknown(),
                CUT_OUT);
    Cut cut;
    try {
      cut = cut(context, input, Optional.of(cutOut.picture()), seed, CUT_OUT);
    } catch (BusyBackground e) {
      throw new TaskFailure(
          ErrorType.INVALID_INPUT,
          "%s: FASHN was paid to cut the garment out and left its background in; use a photo of it on a plain one"
              .formatted(StudioCutter.PHOTO),
          e);
    }
    return kept(context, input, seed, cut, Optional.of(cutOut));
  }

  /// By the studio alone.
  private Model3d made(TaskContext context, Generate3d input, long seed) throws Exception {
    // Fetched without a permit: a slow host of pictures would keep a core from those who work.
    Optional<byte[]> photo = Optional.empty();
    if (input.imageUrl().isPresent()) {
      photo =
          Optional.of(
              inputs.read(StudioCutter.PHOTO, input.imageUrl().get(), Wanted.IMAGE).bytes());
    }
    return kept(context, input, seed, cut(context, input, photo, seed, 0), Optional.empty());
  }

  private Cut cut(
      TaskContext context, Generate3d input, Optional<byte[]> photo, long seed, double from)
      throws InterruptedException {
    cores.acquire();
    try {
      return cutter.cut(
          input,
          photo,
          seed,
          (fraction, step) -> context.progress(from + (CUT - from) * fraction, step));
    } finally {
      cores.release();
    }
  }

  private Model3d kept(
      TaskContext context,
      Generate3d input,
      long seed,
      Cut cut,
      Optional<FashnCutOuts.CutOut> cutOut)
      throws IOException {
    ModelFiles.Kept kept;
    try {
      kept = files.keep(context, input.fileName(), cut.glb(), cut.pictures(), input.optimise());
    } catch (InvalidAssetException e) {
      throw new IllegalStateException("the studio made no sound GLB: " + e.getMessage(), e);
    }
    List<Shelf.Kept> all = new ArrayList<>(kept.files());
    Set<ModelFormat> missing = new TreeSet<>(input.formats());
    missing.remove(ModelFormat.GLB);
    for (Other other : cut.others()) {
      missing.remove(other.format());
      String name = input.fileName() + "." + other.suffix();
      all.add(files.shelf().keep(context, name, other.mediaType(), other.bytes()));
    }
    cutOut.ifPresent(it -> all.add(it.file()));
    List<String> warnings = new ArrayList<>(kept.warnings());
    missing.forEach(
        format ->
            warnings.add(
                "no %s: the studio does not write it; Tripo does, with TRIPO_API_KEY"
                    .formatted(format.wire())));
    return Model3d.of(
        "local-" + context.id().value(),
        kept,
        new Model3d.Origin(
            "local-preview",
            "studio",
            input.prompt(),
            seed,
            cutOut.map(FashnCutOuts.CutOut::credits).orElse(BigDecimal.ZERO)),
        all,
        warnings);
  }
}
