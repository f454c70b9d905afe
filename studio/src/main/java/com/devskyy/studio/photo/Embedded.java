package com.devskyy.studio.photo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What a photo file says about itself beside its pixels.
///
/// @param orientation the EXIF orientation, 1 to 8; 1 if it names none
/// @param profile the ICC colour profile that is still to be applied; empty if there is none. A
///     JPEG's reader applies those of colours (it needs them for CMYK), not those of grays
/// @param pixels the file's bytes, a PNG's without chunks that the pixels do not need: its reader
///     would inflate compressed texts however large they become; a WebP's without its profile
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Embedded(int orientation, byte[] profile, byte[] pixels) {
  private static final int MOST_PROFILE_BYTES = 4 << 20;
  private static final int ORIENTATION = 0x0112;
  private static final String PROFILE = "ICC_PROFILE\0";
  private static final byte[] NONE = {};

  static Embedded read(PhotoFormat format, byte[] bytes) {
    return switch (format) {
      case JPEG -> jpeg(bytes);
      case PNG -> png(bytes);
      case WEBP -> webp(bytes);
    };
  }

  private static Embedded jpeg(byte[] bytes) {
    int orientation = 1;
    var profile = new ByteArrayOutputStream();
    int at = 2;
    while (at + 4 <= bytes.length && (bytes[at] & 0xff) == 0xff) {
      int marker = bytes[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
      if (marker == 0xda || marker == 0xd9 || length < 2 || at + 2 + length > bytes.length) {
        break;
      }
      int body = at + 4;
      int size = length - 2;
      if (marker == 0xe1 && PhotoFormat.latin(bytes, body, 6).equals("Exif\0\0")) {
        orientation = orientation(slice(bytes, body + 6, size - 6));
      }
      if (marker == 0xe2 && PhotoFormat.latin(bytes, body, PROFILE.length()).equals(PROFILE)) {
        // Behind the name stands which part of how many this is; they come in order.
        int head = PROFILE.length() + 2;
        profile.writeBytes(slice(bytes, body + head, size - head));
      }
      at += 2 + length;
    }
    byte[] whole = profile.toByteArray();
    boolean gray = whole.length > 20 && PhotoFormat.latin(whole, 16, 4).equals("GRAY");
    return new Embedded(orientation, gray ? whole : NONE, bytes);
  }

  private static Embedded png(byte[] bytes) {
    int orientation = 1;
    byte[] profile = NONE;
    var kept = new ByteArrayOutputStream(bytes.length);
    kept.write(bytes, 0, 8);
    int at = 8;
    while (at + 12 <= bytes.length) {
      int size = ByteBuffer.wrap(bytes, at, 4).getInt();
      if (size < 0 || size > bytes.length - at - 12) {
        break;
      }
      String type = PhotoFormat.latin(bytes, at + 4, 4);
      switch (type) {
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> kept.write(bytes, at, size + 12);
        case "eXIf" -> orientation = orientation(slice(bytes, at + 8, size));
        case "iCCP" -> profile = inflated(slice(bytes, at + 8, size));
        default -> {}
      }
      at += size + 12;
    }
    return new Embedded(orientation, profile, kept.toByteArray());
  }

  private static Embedded webp(byte[] bytes) {
    int orientation = 1;
    byte[] profile = NONE;
    byte[] pixels = bytes.clone();
    var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (at + 8 <= bytes.length) {
      int size = data.getInt(at + 4);
      if (size < 0 || size > bytes.length - at - 8) {
        break;
      }
      byte[] body = slice(bytes, at + 8, size);
      switch (PhotoFormat.latin(bytes, at, 4)) {
        case "ICCP" -> {
          profile = body;
          hide(pixels, at);
        }
        case "EXIF" ->
            orientation =
                orientation(
                    PhotoFormat.latin(body, 0, 6).equals("Exif\0\0")
                        ? slice(body, 6, size - 6)
                        : body);
        default -> {}
      }
      at += 8 + size + (size & 1);
    }
    return new Embedded(orientation, profile, pixels);
  }

  /// Gives a WebP's profile chunk an unknown name, and takes back the header's word for it.
  private static void hide(byte[] webp, int chunk) {
    webp[chunk] = 'x';
    if (PhotoFormat.latin(webp, 12, 4).equals("VP8X")) {
      webp[20] = (byte) (webp[20] & ~0x20);
    }
  }

  /// The orientation in the first directory of a TIFF structure; 1 if it is absent or damaged.
  private static int orientation(byte[] tiff) {
    if (tiff.length < 14) {
      return 1;
    }
    var data = ByteBuffer.wrap(tiff);
    data.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = data.getInt(4);
    if (directory < 8 || directory > tiff.length - 2) {
      return 1;
    }
    int entries = data.getShort(directory) & 0xffff;
    for (int i = 0; i < entries && directory + 14 + 12 * i <= tiff.length; i++) {
      int entry = directory + 2 + 12 * i;
      if ((data.getShort(entry) & 0xffff) == ORIENTATION) {
        int value = data.getShort(entry + 8) & 0xffff;
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /// The profile in an iCCP chunk: a name, a zero, the method, deflated bytes.
  private static byte[] inflated(byte[] chunk) {
    int name = 0;
    while (name < chunk.length && chunk[name] != 0) {
      name++;
    }
    if (name + 2 >= chunk.length) {
      return NONE;
    }
    try (var inflater = new Inflater()) {
      inflater.setInput(chunk, name + 2, chunk.length - name - 2);
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished() && out.size() < MOST_PROFILE_BYTES) {
        int count = inflater.inflate(buffer);
        if (count == 0) {
          return NONE;
        }
        out.write(buffer, 0, count);
      }
      return inflater.finished() ? out.toByteArray() : NONE;
    } catch (DataFormatException e) {
      return NONE;
    }
  }

  private static byte[] slice(byte[] bytes, int from, int length) {
    if (length <= 0) {
      return NONE;
    }
    byte[] out = new byte[length];
    System.arraycopy(bytes, from, out, 0, length);
    return out;
  }
}
