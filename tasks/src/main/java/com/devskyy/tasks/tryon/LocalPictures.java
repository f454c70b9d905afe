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
import com.devskyy.studio.tryon.Landmarks;
import com.devskyy.studio.tryon.TryOn;
import com.devskyy.tasks.provider.Inputs;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Makes previews of try-ons and cut-outs in the process, for nothing. Threads may share it; as
/// many work at once as there are cores, the others wait.
final class LocalPictures {
  private static final String MODEL = "model_image";
  private static final String GARMENT = "garment_image";

  /// What is no reason to refuse a body whose marks are given.
  private static final Set<PhotoRefused.Reason> NOT_FOUND =
      Set.of(
          PhotoRefused.Reason.NO_NECK,
          PhotoRefused.Reason.NO_ARM_GAP,
          PhotoRefused.Reason.ASYMMETRIC);

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
    Work work = work(context, input, seed);
    byte[] png;
    cores.acquire();
    try {
      png = work.png();
    } catch (PhotoRefused e) {
      throw new TaskFailure(
          ErrorType.INVALID_INPUT,
          e.getMessage()
              + (NOT_FOUND.contains(e.reason()) ? "; or say where it is by model_landmarks" : ""),
          e);
    } finally {
      cores.release();
    }
    return kept(context, input, seed, png);
  }

  /// What a core is needed for, once everything is there.
  @FunctionalInterface
  private interface Work {
    byte[] png();
  }

  /// Fetches what is needed, without a permit: a slow host of pictures would keep a core from
  /// those who work.
  private Work work(TaskContext context, FashnTryon input, long seed) throws IOException {
    return switch (input.operation()) {
      case TRY_ON -> {
        byte[] person = bytes(MODEL, input.modelImage());
        byte[] garment = bytes(GARMENT, input.garmentImage());
        yield () -> dressed(context, input, person, garment, seed);
      }
      case BACKGROUND_REMOVE -> {
        byte[] garment = bytes(GARMENT, input.garmentImage());
        yield () -> cutOut(garment);
      }
      case MODEL_CREATE, PRODUCT_TO_MODEL ->
          throw new PermanentFailure(
              "operation %s needs FASHN: set FASHN_API_KEY for the workers"
                  .formatted(input.operation().wire()));
    };
  }

  private byte[] bytes(String field, Optional<String> reference) throws IOException {
    return inputs.read(field, reference.orElseThrow(), Wanted.IMAGE).bytes();
  }

  private static byte[] dressed(
      TaskContext context, FashnTryon input, byte[] model, byte[] garment, long seed) {
    Photo person = photo(MODEL, model);
    Photo cloth = photo(GARMENT, garment);
    context.progress(0.4, "laying the garment on");
    Optional<Landmarks> marks =
        input.modelLandmarks().map(given -> given.in(person.width(), person.height()));
    return TryOn.make(person, cloth, input.category().studio(), marks, seed).png();
  }

  private static byte[] cutOut(byte[] garment) {
    Photo picture = Cutout.of(photo(GARMENT, garment)).picture();
    return Png.encode(new Pixels(picture.width(), picture.height(), picture.pixels()));
  }

  private static Photo photo(String field, byte[] bytes) {
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
