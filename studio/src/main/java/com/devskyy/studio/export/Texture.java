package com.devskyy.studio.export;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;

/// A picture on a mesh: its pixels for drawing it here, its file for everyone else.
///
/// @param file PNG or JPEG, as [#mediaType] says
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Texture(Pixels pixels, byte[] file, String mediaType) {
  /// As PNG by palette: for baked textures, which have few colours.
  public static Texture indexed(Pixels pixels) {
    return new Texture(pixels, Png.encodeIndexed(pixels), "image/png");
  }

  /// `png` or `jpg`.
  public String suffix() {
    return mediaType.equals("image/jpeg") ? "jpg" : "png";
  }
}
