package com.devskyy.providers.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/// Reads bytes that nobody trusts, and judges them by themselves.
final class Content {
  private static final int BUFFER = 64 << 10;

  private Content() {}

  /// Reads to the end, unless the first bytes are of a kind that is not wanted, or there are too
  /// many.
  ///
  /// @param announced how many there will be, or -1; refused at once if too many, else only a
  ///     hint
  static byte[] read(InputStream in, long announced, Reference reference, Wanted wanted)
      throws IOException {
    if (announced > wanted.maxBytes()) {
      throw tooLarge(reference, wanted);
    }
    byte[] head = in.readNBytes(FileKind.HEAD);
    kind(head, reference, wanted);
    // Memory is taken for what has arrived, not for what was announced.
    var bytes = new ByteArrayOutputStream(BUFFER);
    bytes.write(head, 0, head.length);
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (n > wanted.maxBytes() - bytes.size()) {
        throw tooLarge(reference, wanted);
      }
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  /// What the bytes are, if that is wanted.
  ///
  /// @param address where anyone else gets them too
  static InputFile judge(byte[] bytes, Optional<URI> address, Reference reference, Wanted wanted) {
    if (bytes.length > wanted.maxBytes()) {
      throw tooLarge(reference, wanted);
    }
    FileKind kind = kind(bytes, reference, wanted);
    Optional<ImageSize> size = ImageSize.of(kind, bytes);
    if (kind.isImage()) {
      ImageSize stated =
          size.orElseThrow(
              () -> reference.refused(allowed(wanted), "its header states no width and height"));
      if (stated.pixels() > wanted.maxPixels()) {
        throw reference.refused(
            allowed(wanted),
            "it has %,d × %,d = %,d pixels"
                .formatted(stated.width(), stated.height(), stated.pixels()));
      }
    }
    return new InputFile(bytes, kind, size, address);
  }

  private static FileKind kind(byte[] bytes, Reference reference, Wanted wanted) {
    return FileKind.of(bytes)
        .filter(wanted.kinds()::contains)
        .orElseThrow(
            () ->
                reference.refused(
                    allowed(wanted),
                    bytes.length == 0
                        ? "it is empty"
                        : FileKind.of(bytes)
                            .map(kind -> "by its first bytes it is a " + kind)
                            .orElse("by its first bytes it is something else")));
  }

  static InputRefusedException tooLarge(Reference reference, Wanted wanted) {
    return reference.refused(allowed(wanted), "it is larger");
  }

  private static String allowed(Wanted wanted) {
    String pixels = wanted.maxPixels() > 0 ? " and %,d pixels".formatted(wanted.maxPixels()) : "";
    return "a %s of at most %,d bytes%s".formatted(wanted.names(), wanted.maxBytes(), pixels);
  }
}
