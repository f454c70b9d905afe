package com.devskyy.tasks.model3d;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// What a file that was delivered as a format is, by its own bytes. What is made of several
/// files, as an OBJ with its textures, may come as a zip of them and is kept as that.
///
/// @param suffix of its name, without the dot
record Delivered(String suffix, String mediaType) {
  /// As much as is looked at of a text.
  private static final int HEAD = 64 << 10;

  private static final int STL_HEAD = 84;
  private static final int STL_TRIANGLE = 50;

  /// What the bytes are; empty when they are something else, such as an error page or another
  /// format.
  static Optional<Delivered> of(ModelFormat format, byte[] bytes) {
    boolean isZip = begins(bytes, "PK\u0003\u0004");
    if (isZip && format != ModelFormat.USDZ && format != ModelFormat.GLB) {
      return Optional.of(new Delivered(format.wire() + ".zip", "application/zip"));
    }
    boolean is =
        switch (format) {
          case GLB -> begins(bytes, "glTF");
          case USDZ -> isZip;
          case FBX -> begins(bytes, "Kaydara FBX Binary") || begins(bytes, "; FBX");
          case OBJ -> head(bytes).lines().anyMatch(line -> line.startsWith("v "));
          case STL -> begins(bytes, "solid") || hasTriangles(bytes);
        };
    return is ? Optional.of(new Delivered(format.wire(), format.mediaType())) : Optional.empty();
  }

  /// Whether it is as long as an STL in bytes with as many triangles as it says.
  private static boolean hasTriangles(byte[] bytes) {
    if (bytes.length < STL_HEAD) {
      return false;
    }
    int count = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(STL_HEAD - 4);
    return count > 0 && bytes.length == STL_HEAD + (long) STL_TRIANGLE * count;
  }

  private static boolean begins(byte[] bytes, String magic) {
    return head(bytes).startsWith(magic);
  }

  private static String head(byte[] bytes) {
    return new String(Arrays.copyOf(bytes, Math.min(HEAD, bytes.length)), ISO_8859_1);
  }
}
