package com.devskyy.tasks.model3d;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskContext;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Makes models in the process, for nothing. Threads may share it; as many work at once as there
/// are cores, the others wait.
final class LocalModels {
  private final Cutter cutter;
  private final ModelFiles files;
  private final Semaphore cores;

  /// Cuts garments; the studio does.
  @FunctionalInterface
  interface Cutter {
    /// Cuts one.
    Cut cut(Generate3d input, long seed, TaskContext context) throws IOException;
  }

  /// What was cut.
  ///
  /// @param extra further formats
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Cut(byte[] glb, List<ModelFiles.Picture> pictures, List<Extra> extra) {}

  /// The same in another format.
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Extra(ModelFormat format, byte[] bytes) {}

  LocalModels(Cutter cutter, ModelFiles files, int cores) {
    this.cutter = cutter;
    this.files = files;
    this.cores = new Semaphore(cores);
  }

  Model3d make(TaskContext context, Generate3d input) throws Exception {
    if (input.formats().contains(ModelFormat.FBX)) {
      throw new PermanentFailure(
          "the studio writes glb, obj, stl and usdz; fbx needs provider tripo, and so TRIPO_API_KEY");
    }
    long seed = input.seedFor(context.id().value());
    Cut cut;
    cores.acquire();
    try {
      cut = cutter.cut(input, seed, context);
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
    for (Extra extra : cut.extra()) {
      all.add(
          files
              .shelf()
              .keep(
                  context,
                  input.fileName() + "." + extra.format().wire(),
                  extra.format().mediaType(),
                  extra.bytes()));
    }
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
            BigDecimal.ZERO,
            all,
            kept.warnings()));
  }
}
