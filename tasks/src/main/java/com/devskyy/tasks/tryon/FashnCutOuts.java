package com.devskyy.tasks.tryon;

import com.devskyy.engine.TaskContext;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/// Has garments cut out of photos by FASHN, for tasks that make something else of them. Paid for
/// once, with the same steps as `fashn_tryon`. Threads may share it.
public final class FashnCutOuts {
  private final FashnPictures fashn;
  private final Shelf shelf;

  /// A garment without its background.
  ///
  /// @param file where it is kept
  /// @param credits what it cost
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record CutOut(byte[] picture, Shelf.Kept file, BigDecimal credits) {}

  FashnCutOuts(FashnPictures fashn, Shelf shelf) {
    this.fashn = fashn;
    this.shelf = shelf;
  }

  /// Cuts one out.
  ///
  /// @param photo as a reference, such as a data URI
  /// @param userId whom it is for
  /// @param onUnknown where the input says what to do when nobody can tell whether it was paid
  /// @param done how far the attempt is afterwards
  public CutOut of(
      TaskContext context, String photo, String userId, Optional<OnUnknown> onUnknown, double done)
      throws Exception {
    var input =
        new FashnTryon(
            Optional.empty(),
            Optional.of(photo),
            Category.TOPS,
            Mode.BALANCED,
            userId,
            Operation.BACKGROUND_REMOVE,
            Optional.empty(),
            Maker.FASHN,
            Optional.empty(),
            onUnknown,
            Optional.empty());
    TryOnPicture made = fashn.make(context, input, done);
    Shelf.Kept file = file(made);
    return new CutOut(bytes(file), file, made.metadata().credits());
  }

  private static Shelf.Kept file(TryOnPicture made) {
    TryOnPicture.Metadata more = made.metadata();
    return new Shelf.Kept(
        "cut-out." + more.mediaType().substring("image/".length()),
        more.mediaType(),
        more.bytes(),
        more.sha256(),
        made.imageUrl(),
        made.imagePath());
  }

  /// It is read where it is kept: a later attempt finds it there, and no address of FASHN's.
  private byte[] bytes(Shelf.Kept file) throws IOException {
    try (var in = shelf.artifacts().open(file.sha256())) {
      return in.readAllBytes();
    }
  }
}
