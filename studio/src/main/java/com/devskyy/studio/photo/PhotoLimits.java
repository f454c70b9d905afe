package com.devskyy.studio.photo;

/// What a picture may measure before anything of it is decoded.
///
/// @param bytes most bytes of the file
/// @param pixels most pixels (width times height) that its header may announce
/// @param side most pixels along one side
public record PhotoLimits(long bytes, long pixels, int side) {
  /// 25 MiB, 50 megapixels, 16,000 pixels a side: any camera's product photo, and at most about
  /// 250 MB of memory while it is read.
  public static final PhotoLimits DEFAULT = new PhotoLimits(25L << 20, 50_000_000, 16_000);

  /// @throws IllegalArgumentException if a limit is below 1
  public PhotoLimits {
    if (bytes < 1 || pixels < 1 || side < 1) {
      throw new IllegalArgumentException(
          "limits of a photo must be at least 1, were bytes %d, pixels %d, side %d"
              .formatted(bytes, pixels, side));
    }
  }
}
