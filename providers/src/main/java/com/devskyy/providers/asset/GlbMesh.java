package com.devskyy.providers.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Triangles of a GLB file where they stand in its scene, to be drawn.
///
/// @param positions x, y, z of each vertex, y up
/// @param normals x, y, z of each vertex, of any length; empty where the file has none
/// @param uvs texture place of each vertex; empty where it has none
/// @param triangles three vertex numbers each
/// @param colour factor of the base colour, linear, red, green, blue
/// @param texture image of the base colour
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record GlbMesh(
    float[] positions,
    float[] normals,
    float[] uvs,
    int[] triangles,
    float[] colour,
    Optional<Glb.Texture> texture) {
  private static final int MAX_DEPTH = 64;

  /// All meshes of the file's scene; empty where something is kept in a way that this does not
  /// read: compressed, sparse, as anything but lists of triangles, or below nodes that are no tree.
  public static List<GlbMesh> of(Glb glb) {
    var reader = new Reader(glb);
    JsonNode json = glb.json();
    JsonNode roots = json.path("scenes").path(json.path("scene").asInt(0)).path("nodes");
    try {
      for (JsonNode root : roots) {
        reader.node(root.asInt(-1), Transform.NONE, 0);
      }
    } catch (UnreadException e) {
      return List.of();
    }
    return List.copyOf(reader.meshes);
  }

  /// Something is kept in a way that is not read here.
  private static final class UnreadException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final class Reader {
    private final Glb glb;
    private final JsonNode json;
    private final List<GlbMesh> meshes = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();

    Reader(Glb glb) {
      this.glb = glb;
      json = glb.json();
    }

    void node(int number, Transform above, int depth) throws UnreadException {
      JsonNode node = json.path("nodes").path(number);
      // Nodes are trees: who meets one again would walk for ever, or nearly so.
      if (node.isMissingNode() || depth > MAX_DEPTH || !seen.add(number)) {
        throw new UnreadException();
      }
      Transform here = above.then(Transform.of(node));
      for (JsonNode primitive :
          json.path("meshes").path(node.path("mesh").asInt(-1)).path("primitives")) {
        meshes.add(mesh(primitive, here));
      }
      for (JsonNode child : node.path("children")) {
        node(child.asInt(-1), here, depth + 1);
      }
    }

    /// Most vertices and corners in all: the same lists may stand in a scene any number of times.
    private static final int MOST = 32_000_000;

    private long read;

    private GlbMesh mesh(JsonNode primitive, Transform at) throws UnreadException {
      if (primitive.path("mode").asInt(4) != 4
          || !primitive.path("extensions").path("KHR_draco_mesh_compression").isMissingNode()) {
        throw new UnreadException();
      }
      JsonNode attributes = primitive.path("attributes");
      read += count(attributes.path("POSITION")) + count(primitive.path("indices"));
      if (read > MOST) {
        throw new UnreadException();
      }
      float[] positions = floats(attributes.path("POSITION"), 3);
      float[] normals = floats(attributes.path("NORMAL"), 3);
      float[] uvs = floats(attributes.path("TEXCOORD_0"), 2);
      int vertices = positions.length / 3;
      boolean whole =
          vertices > 0
              && (normals.length == 0 || normals.length == positions.length)
              && (uvs.length == 0 || uvs.length == 2 * vertices);
      if (!whole) {
        throw new UnreadException();
      }
      at.move(positions, 1);
      at.move(normals, 0);
      JsonNode look =
          json.path("materials")
              .path(primitive.path("material").asInt(-1))
              .path("pbrMetallicRoughness");
      float[] colour = {1, 1, 1};
      for (int i = 0; i < 3; i++) {
        colour[i] = (float) look.path("baseColorFactor").path(i).asDouble(1);
      }
      return new GlbMesh(
          positions, normals, uvs, triangles(primitive, vertices), colour, texture(look));
    }

    private Optional<Glb.Texture> texture(JsonNode look) {
      int texture = look.path("baseColorTexture").path("index").asInt(-1);
      int image = json.path("textures").path(texture).path("source").asInt(-1);
      int view = json.path("images").path(image).path("bufferView").asInt(-1);
      return glb.textures().stream().filter(one -> one.view() == view).findFirst();
    }

    private float[] floats(JsonNode number, int components) throws UnreadException {
      if (number.isMissingNode()) {
        return new float[0];
      }
      JsonNode accessor = accessor(number);
      if (!accessor.path("type").asString("").equals("VEC" + components)) {
        throw new UnreadException();
      }
      int type = accessor.path("componentType").asInt(0);
      int width = Elements.componentSize(type);
      float one = accessor.path("normalized").asBoolean(false) ? one(type) : 1;
      int count = accessor.path("count").asInt(0);
      ByteBuffer bytes = bytes(accessor);
      int stride = stride(accessor, width * components);
      float[] floats = new float[count * components];
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < components; c++) {
          floats[i * components + c] = number(bytes, i * stride + width * c, type) / one;
        }
      }
      return floats;
    }

    private static float number(ByteBuffer bytes, int at, int type) throws UnreadException {
      return switch (type) {
        case Elements.BYTE -> bytes.get(at);
        case Elements.UNSIGNED_BYTE -> bytes.get(at) & 0xff;
        case Elements.SHORT -> bytes.getShort(at);
        case Elements.UNSIGNED_SHORT -> bytes.getShort(at) & 0xffff;
        case Elements.FLOAT -> bytes.getFloat(at);
        default -> throw new UnreadException();
      };
    }

    /// What stands for 1 in a type.
    private static float one(int type) {
      return switch (type) {
        case Elements.BYTE -> 127;
        case Elements.UNSIGNED_BYTE -> 255;
        case Elements.SHORT -> 32_767;
        case Elements.UNSIGNED_SHORT -> 65_535;
        default -> 1;
      };
    }

    private int[] triangles(JsonNode primitive, int vertices) throws UnreadException {
      if (!primitive.has("indices")) {
        int[] all = new int[vertices / 3 * 3];
        Arrays.setAll(all, i -> i);
        return all;
      }
      JsonNode accessor = accessor(primitive.path("indices"));
      int type = accessor.path("componentType").asInt(0);
      ByteBuffer bytes = bytes(accessor);
      int[] triangles = new int[accessor.path("count").asInt(0) / 3 * 3];
      for (int i = 0; i < triangles.length; i++) {
        triangles[i] =
            switch (type) {
              case Elements.UNSIGNED_BYTE -> bytes.get(i) & 0xff;
              case Elements.UNSIGNED_SHORT -> bytes.getShort(2 * i) & 0xffff;
              case Elements.UNSIGNED_INT -> bytes.getInt(4 * i);
              default -> -1;
            };
        if (triangles[i] < 0 || triangles[i] >= vertices) {
          throw new UnreadException();
        }
      }
      return triangles;
    }

    private long count(JsonNode number) {
      return json.path("accessors").path(number.asInt(-1)).path("count").asLong(0);
    }

    private JsonNode accessor(JsonNode number) throws UnreadException {
      JsonNode accessor = json.path("accessors").path(number.asInt(-1));
      if (!accessor.has("bufferView") || accessor.has("sparse")) {
        throw new UnreadException();
      }
      return accessor;
    }

    /// From the accessor's first byte on; that it lies inside was checked when the file was read.
    private ByteBuffer bytes(JsonNode accessor) {
      byte[] view = glb.view(accessor.path("bufferView").asInt(-1));
      int from = accessor.path("byteOffset").asInt(0);
      return ByteBuffer.wrap(view, from, view.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int stride(JsonNode accessor, int packed) {
      return json.path("bufferViews")
          .path(accessor.path("bufferView").asInt(-1))
          .path("byteStride")
          .asInt(packed);
    }
  }

  /// A node's place: a matrix of four columns, one after the other, as glTF writes it.
  ///
  /// @see <a href="https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#transformations">glTF
  ///     2.0, transformations</a>
  private record Transform(double[] m) {
    static final Transform NONE =
        new Transform(new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});

    static Transform of(JsonNode node) {
      if (node.has("matrix")) {
        double[] matrix = new double[16];
        Arrays.setAll(matrix, i -> node.path("matrix").path(i).asDouble(NONE.m[i]));
        return new Transform(matrix);
      }
      double x = node.path("rotation").path(0).asDouble(0);
      double y = node.path("rotation").path(1).asDouble(0);
      double z = node.path("rotation").path(2).asDouble(0);
      double w = node.path("rotation").path(3).asDouble(1);
      double sx = node.path("scale").path(0).asDouble(1);
      double sy = node.path("scale").path(1).asDouble(1);
      double sz = node.path("scale").path(2).asDouble(1);
      return new Transform(
          new double[] {
            sx * (1 - 2 * (y * y + z * z)),
            sx * 2 * (x * y + w * z),
            sx * 2 * (x * z - w * y),
            0,
            sy * 2 * (x * y - w * z),
            sy * (1 - 2 * (x * x + z * z)),
            sy * 2 * (y * z + w * x),
            0,
            sz * 2 * (x * z + w * y),
            sz * 2 * (y * z - w * x),
            sz * (1 - 2 * (x * x + y * y)),
            0,
            node.path("translation").path(0).asDouble(0),
            node.path("translation").path(1).asDouble(0),
            node.path("translation").path(2).asDouble(0),
            1
          });
    }

    /// This place, and the other within it.
    Transform then(Transform inner) {
      double[] product = new double[16];
      for (int column = 0; column < 4; column++) {
        for (int row = 0; row < 4; row++) {
          for (int k = 0; k < 4; k++) {
            product[4 * column + row] += m[4 * k + row] * inner.m[4 * column + k];
          }
        }
      }
      return new Transform(product);
    }

    /// Moves places (`w` 1) or turns directions (`w` 0), in place.
    void move(float[] xyz, int w) {
      for (int i = 0; i < xyz.length; i += 3) {
        double x = xyz[i];
        double y = xyz[i + 1];
        double z = xyz[i + 2];
        for (int row = 0; row < 3; row++) {
          xyz[i + row] = (float) (m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row] * w);
        }
      }
    }
  }
}
