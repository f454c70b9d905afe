package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fetch.InputFile;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.studio.Progress;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Shelf;
import com.devskyy.tasks.tryon.FashnCutOuts;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
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
    // Fetched without a permit: a slow host of pictures would keep a core from those who work.
    Optional<InputFile> photo = Optional.empty();
    if (input.imageUrl().isPresent()) {
      photo = Optional.of(inputs.read(StudioCutter.PHOTO, input.imageUrl().get(), Wanted.IMAGE));
    }
    Cut cut;
    Optional<FashnCutOuts.CutOut> cutOut = Optional.empty();
    try {
      cut = cut(context, input, photo.map(InputFile::bytes), seed, 0);
    } catch (BusyBackground e) {
      if (cutOuts.isEmpty()) {
        throw e;
      }
      String data = dataUri(photo.orElseThrow());
      cutOut =
          Optional.of(cutOuts.get().of(context, data, input.userId(), input.onUnknown(), CUT_OUT));
      cut = cut(context, input, cutOut.map(FashnCutOuts.CutOut::picture), seed, CUT_OUT);
    }
    return kept(context, input, seed, cut, cutOut);
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

  private static String dataUri(InputFile image) {
    return "data:%s;base64,%s"
        .formatted(image.kind().mediaType(), Base64.getEncoder().encodeToString(image.bytes()));
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
    context.progress(1, "kept " + kept.glb().name());
    return new Model3d(
        "local-" + context.id().value(),
        kept.glb().url(),
        kept.texture().map(Shelf.Kept::url),
        kept.preview().map(Shelf.Kept::url),
        ModelFormat.GLB.wire(),
        new Model3d.Metadata(
            "local-preview",
            "studio",
            input.prompt(),
            seed,
            kept.triangles(),
            kept.vertices(),
            kept.textures(),
            kept.glb().bytes(),
            kept.delivered(),
            cutOut.map(FashnCutOuts.CutOut::credits).orElse(BigDecimal.ZERO),
            all,
            warnings,
            Optional.empty()));
  }
}
