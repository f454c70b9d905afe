package com.devskyy.providers.asset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Puts GLB files together, as wasteful as a test wants them.
final class GlbBuilder {
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final List<String> views = new ArrayList<>();
  private final List<String> accessors = new ArrayList<>();
  private final List<String> images = new ArrayList<>();

  /// The number of a view of these bytes.
  int view(byte[] bytes, String more) {
    views.add(
        "{\"buffer\":0,\"byteOffset\":%d,\"byteLength\":%d%s}"
            .formatted(binary.size(), bytes.length, more));
    binary.writeBytes(bytes);
    binary.writeBytes(new byte[-bytes.length & 3]);
    return views.size() - 1;
  }

  int accessor(int view, int componentType, int count, String type, String more) {
    accessors.add(
        "{\"bufferView\":%d,\"componentType\":%d,\"count\":%d,\"type\":\"%s\"%s}"
            .formatted(view, componentType, count, type, more));
    return accessors.size() - 1;
  }

  /// The number of an accessor of floats in a view of its own.
  int floats(String type, int components, float... values) {
    ByteBuffer bytes = little(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return accessor(view(bytes.array(), ""), 5126, values.length / components, type, "");
  }

  /// The number of an accessor of indices of four bytes.
  int indices(int... corners) {
    ByteBuffer bytes = little(4 * corners.length);
    for (int corner : corners) {
      bytes.putInt(corner);
    }
    return accessor(view(bytes.array(), ""), 5125, corners.length, "SCALAR", "");
  }

  int image(byte[] file, String mediaType) {
    images.add("{\"bufferView\":%d,\"mimeType\":\"%s\"}".formatted(view(file, ""), mediaType));
    return images.size() - 1;
  }

  /// The file.
  ///
  /// @param rest meshes and what else is wanted, as members of the outermost object
  byte[] file(String rest) {
    String json =
        "{\"asset\":{\"version\":\"2.0\"},%s,\"images\":[%s],\"accessors\":[%s],\"bufferViews\":[%s],\"buffers\":[{\"byteLength\":%d}]}"
            .formatted(
                rest,
                String.join(",", images),
                String.join(",", accessors),
                String.join(",", views),
                binary.size())
            .replace("\"images\":[],", "");
    return Glb.file(json.getBytes(StandardCharsets.UTF_8), binary.toByteArray());
  }

  static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
