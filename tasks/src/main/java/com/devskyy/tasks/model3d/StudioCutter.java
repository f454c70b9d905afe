package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskFailure;
import com.devskyy.studio.Format;
import com.devskyy.studio.Garment;
import com.devskyy.studio.Progress;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoLimits;
import com.devskyy.studio.photo.PhotoModel;
import com.devskyy.studio.photo.PhotoRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The studio as a cutter: from words, or from a photo where one is given. Threads may share it.
final class StudioCutter implements LocalModels.Cutter {
  /// The input field of a photo, for errors.
  static final String PHOTO = "image_url";

  private static final String FASHN_MAY =
      "; or let FASHN cut it out: FASHN_API_KEY for the workers, and provider auto";

  private final Studio studio = new Studio();

  @Override
  public LocalModels.Cut cut(
      Generate3d input, Optional<byte[]> photo, long seed, Progress progress) {
    Garment garment =
        photo.isPresent()
            ? fromPhoto(photo.get(), seed, progress)
            : studio.make(order(input, seed), progress);
    List<ModelFiles.Picture> pictures =
        garment.previews().stream()
            .map(preview -> new ModelFiles.Picture(preview.view(), preview.png()))
            .toList();
    return new LocalModels.Cut(garment.glb(), pictures, others(input, garment));
  }

  private static List<LocalModels.Other> others(Generate3d input, Garment garment) {
    List<LocalModels.Other> others = new ArrayList<>();
    for (Format format : Format.values()) {
      ModelFormat wanted = ModelFormat.valueOf(format.name());
      if (format != Format.GLB && input.formats().contains(wanted)) {
        others.add(
            new LocalModels.Other(
                wanted, format.suffix(), format.mediaType(), format.write(garment.model())));
      }
    }
    return others;
  }

  private static Garment fromPhoto(byte[] photo, long seed, Progress progress) {
    try {
      return PhotoModel.make(Photo.read(photo, PhotoLimits.DEFAULT), seed, progress);
    } catch (PhotoRefused e) {
      String message = PHOTO + ": " + e.getMessage();
      throw e.reason() == PhotoRefused.Reason.BUSY_BACKGROUND
          ? new LocalModels.BusyBackground(message + FASHN_MAY, e)
          : new TaskFailure(ErrorType.INVALID_INPUT, message, e);
    }
  }

  private static GarmentOrder order(Generate3d input, long seed) {
    return new GarmentOrder(
        com.devskyy.studio.order.GarmentType.valueOf(input.garmentType().name()),
        com.devskyy.studio.order.Collection.valueOf(input.collection().name()),
        com.devskyy.studio.order.Style.valueOf(input.style().name()),
        input.prompt(),
        seed);
  }
}
