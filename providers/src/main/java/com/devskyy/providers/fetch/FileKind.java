package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/// What a file is, by its first bytes. Names and declared media types are not asked: they lie.
public enum FileKind {
  /// JPEG.
  JPEG("image/jpeg", "jpg"),
  /// PNG.
  PNG("image/png", "png"),
  /// WebP.
  WEBP("image/webp", "webp"),
  /// Binary glTF, version 2.
  GLB("model/gltf-binary", "glb");

  /// How many bytes tell the kinds apart.
  static final int HEAD = 12;

  private final String mediaType;
  private final String extension;

  FileKind(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /// As registered, like `image/png`.
  public String mediaType() {
    return mediaType;
  }

  /// The usual one, without a dot.
  public String extension() {
    return extension;
  }

  /// Whether it is a picture with a width and a height.
  public boolean isImage() {
    return this != GLB;
  }

  /// The kind of a file.
  ///
  /// @param bytes the file, or at least its first 12 bytes
  /// @return empty when it is none of these
  public static Optional<FileKind> of(byte[] bytes) {
    return Arrays.stream(values()).filter(kind -> kind.begins(bytes)).findFirst();
  }

  private boolean begins(byte[] bytes) {
    return switch (this) {
      case JPEG -> has(bytes, 0, "\u00ff\u00d8\u00ff");
      case PNG -> has(bytes, 0, "\u0089PNG\r\n\u001a\n");
      case WEBP -> has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP");
      case GLB -> has(bytes, 0, "glTF\u0002\0\0\0");
    };
  }

  private static boolean has(byte[] bytes, int from, String magic) {
    byte[] wanted = magic.getBytes(ISO_8859_1);
    return bytes.length >= from + wanted.length
        && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
  }
}
