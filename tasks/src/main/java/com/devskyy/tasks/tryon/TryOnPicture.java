package com.devskyy.tasks.tryon;

import java.math.BigDecimal;
import java.util.Optional;

/// The result of `fashn_tryon`.
///
/// @param taskId the maker's own id of the work
/// @param imageUrl the picture
/// @param imagePath the same on the machine of the worker, where it has a path there
public record TryOnPicture(
    String taskId, String imageUrl, Optional<String> imagePath, Metadata metadata) {
  /// More about it.
  ///
  /// @param provider `fashn` or `local-preview`
  /// @param model version of the provider's model
  /// @param operation as in the input
  /// @param sha256 of the picture: its key in the artifact store
  /// @param credits what it cost at the provider
  public record Metadata(
      String provider,
      String model,
      String operation,
      String mediaType,
      int width,
      int height,
      long bytes,
      String sha256,
      long seed,
      BigDecimal credits) {}

  static TryOnPicture of(
      String taskId,
      PictureFiles.Kept kept,
      String provider,
      String model,
      Operation operation,
      long seed,
      BigDecimal credits) {
    return new TryOnPicture(
        taskId,
        kept.file().url(),
        kept.file().path(),
        new Metadata(
            provider,
            model,
            operation.wire(),
            kept.file().mediaType(),
            kept.width(),
            kept.height(),
            kept.file().bytes(),
            kept.file().sha256(),
            seed,
            credits));
  }
}
