package com.devskyy.providers.asset;

import com.devskyy.providers.fetch.FileKind;
import com.devskyy.providers.fetch.ImageSize;
import java.util.Optional;

/// What the head of an image says; no pixel is decoded.
///
/// @param kind by its bytes
/// @param width in pixels
/// @param height in pixels
public record ImageInfo(FileKind kind, int width, int height) {
  /// Recognises JPEG, PNG and WebP; empty for anything else, or a broken head.
  public static Optional<ImageInfo> of(byte[] bytes) {
    return FileKind.of(bytes)
        .flatMap(
            kind ->
                ImageSize.of(kind, bytes)
                    .map(size -> new ImageInfo(kind, size.width(), size.height())));
  }
}
