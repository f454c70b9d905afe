package com.devskyy.tasks.tryon;

import com.devskyy.engine.TaskContext;
import com.devskyy.providers.asset.ImageInfo;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;

/// Checks, measures and keeps a picture, whoever made it.
///
/// @param shelf where it is kept
record PictureFiles(Shelf shelf) {
  /// A checked picture that is kept.
  record Kept(Shelf.Kept file, int width, int height) {}

  /// Keeps a picture.
  ///
  /// @param name of its file, without an ending
  /// @throws InvalidAssetException when it is none
  Kept keep(TaskContext context, String name, byte[] bytes)
      throws IOException, InvalidAssetException {
    ImageInfo info =
        ImageInfo.of(bytes)
            .orElseThrow(() -> new InvalidAssetException("it is neither JPEG, PNG nor WebP"));
    Shelf.Kept file =
        shelf.keep(context, name + "." + info.kind().extension(), info.kind().mediaType(), bytes);
    return new Kept(file, info.width(), info.height());
  }
}
