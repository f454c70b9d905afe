package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/// Width and height of a picture, in pixels as they are stored: before any rotation by EXIF.
///
/// Read from the header, so that a picture of a few bytes that would unpack into gigabytes is
/// refused before anything unpacks it.
public record ImageSize(int width, int height) {
  /// How many pixels that is.
  public long pixels() {
    return (long) width * height;
  }

  /// The size that a file states.
  ///
  /// @param bytes the whole file; may be cut off or nonsense
  /// @return empty when the header states none, or one without pixels
  public static Optional<ImageSize> of(FileKind kind, byte[] bytes) {
    var in = new Bytes(bytes);
    Optional<ImageSize> size =
        switch (kind) {
          case PNG -> png(in);
          case JPEG -> jpeg(in);
          case WEBP -> webp(in);
          case GLB -> Optional.empty();
        };
    return size.filter(found -> found.width > 0 && found.height > 0);
  }

  /// Numbers at offsets; beyond the end everything is zero.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Bytes(byte[] all) {
    int at(int offset) {
      return offset < all.length ? all[offset] & 0xff : 0;
    }

    int big16(int offset) {
      return at(offset) << 8 | at(offset + 1);
    }

    int big32(int offset) {
      return big16(offset) << 16 | big16(offset + 2);
    }

    int little16(int offset) {
      return at(offset + 1) << 8 | at(offset);
    }

    int little24(int offset) {
      return at(offset + 2) << 16 | little16(offset);
    }

    int little32(int offset) {
      return little16(offset + 2) << 16 | little16(offset);
    }

    boolean has(int offset, String text) {
      return offset + text.length() <= all.length
          && new String(all, offset, text.length(), ISO_8859_1).equals(text);
    }
  }

  private static Optional<ImageSize> png(Bytes in) {
    return in.has(12, "IHDR")
        ? Optional.of(new ImageSize(in.big32(16), in.big32(20)))
        : Optional.empty();
  }

  /// Goes from segment to segment up to the frame's header. What a segment holds, such as a
  /// thumbnail with a frame of its own, is stepped over.
  private static Optional<ImageSize> jpeg(Bytes in) {
    int offset = 2;
    while (offset + 9 < in.all.length && in.at(offset) == 0xff) {
      int marker = in.at(offset + 1);
      if (marker == 0xff) {
        offset++; // A fill byte.
      } else if (isFrame(marker)) {
        return Optional.of(new ImageSize(in.big16(offset + 7), in.big16(offset + 5)));
      } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
        offset += 2; // Alone, without a length.
      } else {
        offset += 2 + Math.max(2, in.big16(offset + 2));
      }
    }
    return Optional.empty();
  }

  /// C0 to CF begin a frame, but for the tables of Huffman and arithmetic coding.
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /// The canvas and every frame count: a small canvas may hold a frame that is anything but.
  private static Optional<ImageSize> webp(Bytes in) {
    int width = 0;
    int height = 0;
    long offset = 12;
    while (offset + 8 < in.all.length) {
      int chunk = (int) offset;
      Optional<ImageSize> stated = webpChunk(in, chunk);
      width = Math.max(width, stated.map(ImageSize::width).orElse(0));
      height = Math.max(height, stated.map(ImageSize::height).orElse(0));
      long length = Integer.toUnsignedLong(in.little32(chunk + 4));
      // A frame of an animation holds chunks of its own, behind its 16 bytes.
      offset += in.has(chunk, "ANMF") ? 24 : 8 + length + (length & 1);
    }
    return Optional.of(new ImageSize(width, height));
  }

  private static Optional<ImageSize> webpChunk(Bytes in, int chunk) {
    int data = chunk + 8;
    if (in.has(chunk, "VP8X")) {
      return Optional.of(new ImageSize(in.little24(data + 4) + 1, in.little24(data + 7) + 1));
    }
    if (in.has(chunk, "VP8L") && in.at(data) == 0x2f) {
      int packed = in.little32(data + 1);
      return Optional.of(new ImageSize((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1));
    }
    if (in.has(chunk, "VP8 ") && in.has(data + 3, "\u009d\u0001*")) {
      return Optional.of(
          new ImageSize(in.little16(data + 6) & 0x3fff, in.little16(data + 8) & 0x3fff));
    }
    return Optional.empty();
  }
}
