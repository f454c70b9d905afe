package com.devskyy.providers.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The elements of an accessor, one right behind the other.
///
/// @param size bytes of each
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Elements(byte[] bytes, int size) {
  static final int BYTE = 5120;
  static final int UNSIGNED_BYTE = 5121;
  static final int SHORT = 5122;
  static final int UNSIGNED_SHORT = 5123;
  static final int UNSIGNED_INT = 5125;
  static final int FLOAT = 5126;

  /// Those of an accessor that has a buffer view.
  static Elements of(Glb glb, JsonNode accessor) {
    JsonNode view = glb.json().path("bufferViews").path(accessor.path("bufferView").asInt(-1));
    int size = size(accessor);
    return copied(
        glb.slice(accessor.path("bufferView").asInt(-1)),
        accessor.path("byteOffset").asInt(0),
        accessor.path("count").asInt(0),
        size,
        view.path("byteStride").asInt(size));
  }

  static Elements copied(ByteBuffer from, int start, int count, int size, int stride) {
    byte[] bytes = new byte[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      from.get(start + i * stride, bytes, i * size, size);
    }
    return new Elements(bytes, size);
  }

  int count() {
    return bytes.length / size;
  }

  /// The same, each beginning at a multiple of four, as attributes of vertices must.
  byte[] aligned() {
    int stride = Glb.padded(size);
    if (stride == size) {
      return bytes;
    }
    byte[] wide = new byte[count() * stride];
    for (int i = 0; i < count(); i++) {
      System.arraycopy(bytes, i * size, wide, i * stride, size);
    }
    return wide;
  }

  /// Bytes of one element; 0 for a type that there is not. Columns of matrices begin at multiples
  /// of four.
  static int size(JsonNode accessor) {
    int component = componentSize(accessor.path("componentType").asInt(0));
    return switch (accessor.path("type").asString("")) {
      case "SCALAR" -> component;
      case "VEC2" -> 2 * component;
      case "VEC3" -> 3 * component;
      case "VEC4" -> 4 * component;
      case "MAT2" -> 2 * Glb.padded(2 * component);
      case "MAT3" -> 3 * Glb.padded(3 * component);
      case "MAT4" -> 16 * component;
      default -> 0;
    };
  }

  static int componentSize(int type) {
    return switch (type) {
      case BYTE, UNSIGNED_BYTE -> 1;
      case SHORT, UNSIGNED_SHORT -> 2;
      case UNSIGNED_INT, FLOAT -> 4;
      default -> 0;
    };
  }

  /// Whole numbers, as indices are.
  int[] numbers(int type) {
    ByteBuffer in = buffer();
    int[] numbers = new int[count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case UNSIGNED_BYTE -> in.get(i) & 0xff;
            case UNSIGNED_SHORT -> in.getShort(2 * i) & 0xffff;
            default -> in.getInt(4 * i);
          };
    }
    return numbers;
  }

  /// States least and greatest anew where an accessor states them: readers compare.
  void measure(ObjectNode accessor) {
    int type = accessor.path("componentType").asInt(0);
    for (String bound : new String[] {"min", "max"}) {
      if (accessor.path(bound) instanceof ArrayNode stated) {
        int components = stated.size();
        ArrayNode exact = accessor.putArray(bound);
        for (int c = 0; c < components; c++) {
          float found = component(0, c, type);
          for (int i = 1; i < count(); i++) {
            float value = component(i, c, type);
            found = bound.equals("min") ? Math.min(found, value) : Math.max(found, value);
          }
          if (type == FLOAT) {
            exact.add(found);
          } else {
            exact.add((long) found);
          }
        }
      }
    }
  }

  private float component(int element, int component, int type) {
    ByteBuffer in = buffer();
    int at = element * size + component * componentSize(type);
    return switch (type) {
      case BYTE -> in.get(at);
      case UNSIGNED_BYTE -> in.get(at) & 0xff;
      case SHORT -> in.getShort(at);
      case UNSIGNED_SHORT -> in.getShort(at) & 0xffff;
      default -> in.getFloat(at);
    };
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
