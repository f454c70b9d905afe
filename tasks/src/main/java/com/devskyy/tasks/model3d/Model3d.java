package com.devskyy.tasks.model3d;

import com.devskyy.tasks.provider.Shelf;
import com.devskyy.tasks.shop.InShop;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The result of `generate_3d`.
///
/// @param taskId the maker's own id of the work
/// @param modelUrl the GLB
/// @param textureUrl the image that gives it its colour, taken out of the GLB
/// @param previewUrl a picture of it
/// @param format of `modelUrl`
public record Model3d(
    String taskId,
    String modelUrl,
    Optional<String> textureUrl,
    Optional<String> previewUrl,
    String format,
    Metadata metadata) {
  /// More about it.
  ///
  /// @param provider `tripo` or `local-preview`
  /// @param model version of the provider's model
  /// @param prompt what the provider was asked for
  /// @param bytes of the GLB
  /// @param delivered what the GLB measured before it was optimised, where that was asked for
  /// @param credits what it cost: at Tripo, conversions included; at FASHN, where that cut the
  ///     photo out
  /// @param files everything that was kept, the GLB first
  /// @param warnings what was wanted and is not there, each with its reason
  /// @param shop where the shop shows it, if there is one
  public record Metadata(
      String provider,
      String model,
      String prompt,
      long seed,
      long triangles,
      long vertices,
      List<Texture> textures,
      long bytes,
      Optional<Measures> delivered,
      BigDecimal credits,
      List<Shelf.Kept> files,
      List<String> warnings,
      Optional<InShop> shop) {
    Metadata in(InShop where, List<String> otherWarnings) {
      return new Metadata(
          provider,
          model,
          prompt,
          seed,
          triangles,
          vertices,
          textures,
          bytes,
          delivered,
          credits,
          files,
          otherWarnings,
          Optional.of(where));
    }
  }

  /// The same, shown in the shop.
  Model3d in(InShop where, List<String> warnings) {
    return new Model3d(
        taskId, modelUrl, textureUrl, previewUrl, format, metadata.in(where, warnings));
  }

  /// What a GLB measures.
  public record Measures(long triangles, long vertices, long bytes) {}

  /// An image in the GLB.
  public record Texture(String mediaType, int width, int height, int bytes) {}
}
