package com.devskyy.providers.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the first bytes of an image say; no pixel is decoded.
///
/// @param mediaType `image/png`, `image/jpeg` or `image/webp`
/// @param width in pixels
/// @param height in pixels
public record ImageInfo(String mediaType, int width, int height) {
  private static final long PNG = 0x89504e470d0a1a0aL;

  /// Recognises PNG, JPEG and WebP by content; empty for anything else, or a broken head.
  public static Optional<ImageInfo> of(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes)).filter(image -> image.width > 0 && image.height > 0);
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /// How names of such files end, without the dot.
  public String extension() {
    return mediaType.equals("image/jpeg") ? "jpg" : mediaType.substring("image/".length());
  }

  private static Optional<ImageInfo> read(ByteBuffer in) {
    if (in.getLong(0) == PNG) {
      return Optional.of(new ImageInfo("image/png", in.getInt(16), in.getInt(20)));
    }
    if ((in.getInt(0) >>> 8) == 0xffd8ff) {
      return jpeg(in);
    }
    return text(in, 0).equals("RIFF") && text(in, 8).equals("WEBP") ? webp(in) : Optional.empty();
  }

  /// Goes from marker to marker to the frame header, which has the size.
  private static Optional<ImageInfo> jpeg(ByteBuffer in) {
    int at = 2;
    while ((in.get(at) & 0xff) == 0xff) {
      int marker = in.get(at + 1) & 0xff;
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return Optional.of(
            new ImageInfo(
                "image/jpeg", in.getShort(at + 7) & 0xffff, in.getShort(at + 5) & 0xffff));
      }
      boolean fill = marker == 0xff;
      at += fill ? 1 : 2 + (in.getShort(at + 2) & 0xffff);
    }
    return Optional.empty();
  }

  private static Optional<ImageInfo> webp(ByteBuffer in) {
    ByteBuffer little = in.order(ByteOrder.LITTLE_ENDIAN);
    return switch (text(in, 12)) {
      case "VP8 " -> webp(little.getShort(26) & 0x3fff, little.getShort(28) & 0x3fff);
      case "VP8L" -> {
        int bits = little.getInt(21);
        yield webp(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
      }
      case "VP8X" ->
          webp(1 + (little.getInt(24) & 0xffffff), 1 + (little.getInt(26) >>> 8 & 0xffffff));
      default -> Optional.empty();
    };
  }

  private static Optional<ImageInfo> webp(int width, int height) {
    return Optional.of(new ImageInfo("image/webp", width, height));
  }

  private static String text(ByteBuffer in, int at) {
    byte[] four = new byte[4];
    in.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }
}
