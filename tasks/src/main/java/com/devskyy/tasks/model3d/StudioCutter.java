package com.devskyy.tasks.model3d;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskContext;
import com.devskyy.studio.Garment;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.GarmentOrder;
import java.util.List;

/// The studio as a cutter. Threads may share it.
final class StudioCutter implements LocalModels.Cutter {
  private final Studio studio = new Studio();

  @Override
  public LocalModels.Cut cut(Generate3d input, long seed, TaskContext context) {
    if (input.imageUrl().isPresent()) {
      throw new PermanentFailure(
          "the studio makes models from words alone; a photo needs provider tripo, and so TRIPO_API_KEY");
    }
    var order =
        new GarmentOrder(
            com.devskyy.studio.order.GarmentType.valueOf(input.garmentType().name()),
            com.devskyy.studio.order.Collection.valueOf(input.collection().name()),
            com.devskyy.studio.order.Style.valueOf(input.style().name()),
            input.prompt(),
            seed);
    Garment garment =
        studio.make(order, (fraction, step) -> context.progress(0.95 * fraction, step));
    List<ModelFiles.Picture> pictures =
        garment.previews().stream()
            .map(preview -> new ModelFiles.Picture(preview.view(), preview.png()))
            .toList();
    return new LocalModels.Cut(garment.glb(), pictures, List.of());
  }
}
