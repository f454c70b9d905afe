package com.devskyy.tasks.tryon;

import com.devskyy.engine.TaskContext;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Shelf;
import java.math.BigDecimal;
import java.util.Optional;

/// Has garments cut out of photos by FASHN, for tasks that make something else of them: paid for
/// as the pictures of `fashn_tryon` are, see [FashnPictures]. Threads may share it.
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

  /// Whether an earlier attempt of the task wanted one: then it goes on with that, whatever has
  /// become of the photo.
  public boolean isBegun(TaskContext context) {
    return fashn.hasBegunToCutOut(context);
  }

  /// Cuts one out. The picture is read where it is kept: a later attempt finds it there, and no
  /// address of FASHN's.
  ///
  /// @param field of the task's input that refers to the photo
  /// @param onUnknown where the input says what to do when nobody can tell whether it was paid
  /// @param done how far the attempt is afterwards
  public CutOut of(
      TaskContext context, String field, String photo, Optional<OnUnknown> onUnknown, double done)
      throws Exception {
    FashnPictures.Picture made = fashn.cutOut(context, field, photo, onUnknown, done);
    Shelf.Kept file = made.kept().file();
    return new CutOut(shelf.read(file), file, made.credits());
  }
}
