package com.devskyy.tasks.tryon;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.providers.fetch.Wanted;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoLimits;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.tryon.TryOn;
import com.devskyy.tasks.provider.Inputs;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Makes previews of try-ons and cut-outs in the process, for nothing. Threads may share it; as
/// many work at once as there are cores, the others wait.
final class LocalPictures {
  private final PictureFiles files;
  private final Inputs inputs;
  private final Semaphore cores;

  /// @param cores one permit for each picture that may be made at once
  LocalPictures(PictureFiles files, Inputs inputs, Semaphore cores) {
    this.files = files;
    this.inputs = inputs;
    this.cores = cores;
  }

  TryOnPicture make(TaskContext context, FashnTryon input) throws Exception {
    long seed = input.seedFor(context.id().value());
    context.progress(0.1, "reading the photos");
    byte[] png;
    cores.acquire();
    try {
      png =
          switch (input.operation()) {
            case TRY_ON -> dressed(context, input, seed);
            case BACKGROUND_REMOVE -> cutOut(input);
            case MODEL_CREATE, PRODUCT_TO_MODEL ->
                throw new PermanentFailure(
                    "operation %s needs FASHN: set FASHN_API_KEY for the workers"
                        .formatted(input.operation().wire()));
          };
    } catch (PhotoRefused e) {
      throw new TaskFailure(ErrorType.INVALID_INPUT, String.valueOf(e.getMessage()), e);
    } finally {
      cores.release();
    }
    return kept(context, input, seed, png);
  }

  private byte[] dressed(TaskContext context, FashnTryon input, long seed) throws IOException {
    Photo person = photo("model_image", input.modelImage());
    Photo garment = photo("garment_image", input.garmentImage());
    context.progress(0.4, "laying the garment on");
    return TryOn.make(person, garment, input.category().studio(), Optional.empty(), seed).png();
  }

  private byte[] cutOut(FashnTryon input) throws IOException {
    Photo picture = Cutout.of(photo("garment_image", input.garmentImage())).picture();
    return Png.encode(new Pixels(picture.width(), picture.height(), picture.pixels()));
  }

  private Photo photo(String field, Optional<String> reference) throws IOException {
    byte[] bytes = inputs.read(field, reference.orElseThrow(), Wanted.IMAGE).bytes();
    try {
      return Photo.read(bytes, PhotoLimits.DEFAULT);
    } catch (PhotoRefused e) {
      throw e.about(field);
    }
  }

  private TryOnPicture kept(TaskContext context, FashnTryon input, long seed, byte[] png)
      throws IOException {
    PictureFiles.Kept kept;
    try {
      kept = files.keep(context, input.operation().wire().replace('_', '-'), png);
    } catch (InvalidAssetException e) {
      throw new IllegalStateException("the studio made no picture: " + e.getMessage(), e);
    }
    context.progress(1, "kept " + kept.file().name());
    return TryOnPicture.of(
        "local-" + context.id().value(),
        kept,
        "local-preview",
        "studio",
        input.operation(),
        seed,
        BigDecimal.ZERO);
  }
}
