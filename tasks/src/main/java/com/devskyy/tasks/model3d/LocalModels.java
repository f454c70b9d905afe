package com.devskyy.tasks.model3d;

import com.devskyy.engine.TaskContext;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/// Makes models in the process, for nothing. Threads may share it; as many work at once as there
/// are cores, the others wait.
final class LocalModels {
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
    Cut cut(Generate3d input, Optional<byte[]> photo, long seed, TaskContext context)
        throws IOException;
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

  Model3d make(TaskContext context, Generate3d input) throws Exception {
    long seed = input.seedFor(context.id().value());
    // Fetched without a permit: a slow host of pictures would keep a core from those who work.
    Optional<byte[]> photo = Optional.empty();
    if (input.imageUrl().isPresent()) {
      photo =
          Optional.of(
              inputs.read(StudioCutter.PHOTO, input.imageUrl().get(), Wanted.IMAGE).bytes());
    }
    Cut cut;
    cores.acquire();
    try {
      cut = cutter.cut(input, photo, seed, context);
    } finally {
      cores.release();
    }
    return kept(context, input, seed, cut);
  }

  private Model3d kept(TaskContext context, Generate3d input, long seed, Cut cut)
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
    List<String> warnings = new ArrayList<>(kept.warnings());
    missing.forEach(
        format ->
            warnings.add(
                "no %s: the studio does not write it; Tripo does, with TRIPO_API_KEY"
                    .formatted(format.wire())));
    return Model3d.of(
        "local-" + context.id().value(),
        kept,
        new Model3d.Origin("local-preview", "studio", input.prompt(), seed, BigDecimal.ZERO),
        all,
        warnings);
  }
}
