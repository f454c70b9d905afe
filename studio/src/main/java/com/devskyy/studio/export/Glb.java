package com.devskyy.studio.export;

import com.devskyy.studio.mesh.Mesh;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Writes glTF 2.0 in its binary form. Positions and normals are floats, as the core format wants
/// them; texture places take two bytes each, indices two where they suffice. One mesh, a primitive
/// per part, one node: any viewer reads it.
public final class Glb {
  private static final int FLOAT = 5126;
  private static final int UNSIGNED_SHORT = 5123;
  private static final int UNSIGNED_INT = 5125;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream(1 << 20);
  private final List<Object> views = new ArrayList<>();
  private final List<Object> accessors = new ArrayList<>();
  private final List<Object> images = new ArrayList<>();
  private final List<Object> textures = new ArrayList<>();
  private final List<Object> materials = new ArrayList<>();
  private final TreeSet<String> extensions = new TreeSet<>();

  private Glb() {}

  public static byte[] write(Model model) {
    var glb = new Glb();
    List<Object> primitives = model.parts().stream().map(glb::primitive).toList();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("asset", glb.asset(model));
    if (!glb.extensions.isEmpty()) {
      root.put("extensionsUsed", List.copyOf(glb.extensions));
    }
    root.put("scene", 0);
    root.put("scenes", List.of(Map.of("nodes", List.of(0))));
    root.put("nodes", List.of(ordered("name", model.name(), "mesh", 0)));
    root.put("meshes", List.of(ordered("name", model.name(), "primitives", primitives)));
    root.put("materials", glb.materials);
    if (!glb.textures.isEmpty()) {
      root.put("textures", glb.textures);
      root.put("images", glb.images);
      root.put(
          "samplers",
          List.of(ordered("magFilter", 9729, "minFilter", 9987, "wrapS", 33071, "wrapT", 33071)));
    }
    root.put("accessors", glb.accessors);
    root.put("bufferViews", glb.views);
    root.put("buffers", List.of(Map.of("byteLength", glb.data.size())));
    return file(Json.of(root), glb.data.toByteArray());
  }

  private Map<String, Object> asset(Model model) {
    return ordered("version", "2.0", "generator", "DevSkyy studio", "extras", model.extras());
  }

  private Object primitive(Model.Part part) {
    Mesh mesh = part.mesh();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("POSITION", positions(mesh));
    attributes.put("NORMAL", floats(mesh.normals(), 3));
    if (part.material().normal() != null && mesh.hasTangents()) {
      attributes.put("TANGENT", floats(mesh.tangents(), 4));
    }
    if (mesh.isTextured()) {
      attributes.put("TEXCOORD_0", places(mesh.uvs()));
    }
    int indices = indices(mesh);
    return ordered(
        "attributes", attributes, "indices", indices, "material", material(part.material()));
  }

  private int positions(Mesh mesh) {
    float[] bounds = mesh.bounds();
    return accessor(
        view(bytes(mesh.positions()), 34962),
        FLOAT,
        mesh.vertexCount(),
        "VEC3",
        "min",
        List.of(bounds[0], bounds[1], bounds[2]),
        "max",
        List.of(bounds[3], bounds[4], bounds[5]));
  }

  private int floats(float[] vectors, int size) {
    return accessor(view(bytes(vectors), 34962), FLOAT, vectors.length / size, "VEC" + size);
  }

  private int places(float[] uvs) {
    byte[] bytes = new byte[2 * uvs.length];
    var buffer = little(bytes);
    for (float value : uvs) {
      buffer.putShort((short) Math.round(Math.clamp(value, 0f, 1f) * 65535));
    }
    return accessor(view(bytes, 34962), UNSIGNED_SHORT, uvs.length / 2, "VEC2", "normalized", true);
  }

  /// 65535 itself is no index: it restarts strips in some viewers.
  private int indices(Mesh mesh) {
    boolean small = mesh.vertexCount() < 65535;
    byte[] bytes = new byte[(small ? 2 : 4) * mesh.triangles().length];
    var buffer = little(bytes);
    for (int v : mesh.triangles()) {
      if (small) {
        buffer.putShort((short) v);
      } else {
        buffer.putInt(v);
      }
    }
    return accessor(
        view(bytes, 34963),
        small ? UNSIGNED_SHORT : UNSIGNED_INT,
        mesh.triangles().length,
        "SCALAR");
  }

  private int accessor(int view, int type, int count, String shape, Object... more) {
    Map<String, Object> accessor =
        ordered("bufferView", view, "componentType", type, "count", count, "type", shape);
    accessor.putAll(ordered(more));
    accessors.add(accessor);
    return accessors.size() - 1;
  }

  /// @param target what the bytes are for: 34962 vertices, 34963 indices, 0 a picture
  private int view(byte[] bytes, int target) {
    while (data.size() % 4 != 0) {
      data.write(0);
    }
    Map<String, Object> view =
        ordered("buffer", 0, "byteOffset", data.size(), "byteLength", bytes.length);
    if (target != 0) {
      view.put("target", target);
    }
    data.writeBytes(bytes);
    views.add(view);
    return views.size() - 1;
  }

  private int material(Material material) {
    Map<String, Object> pbr = new LinkedHashMap<>();
    if (material.colour() != 0xFFFFFF) {
      List<Object> factor = new ArrayList<>(linear(material.colour()));
      factor.add(1);
      pbr.put("baseColorFactor", factor);
    }
    if (material.baseColour() != null) {
      pbr.put("baseColorTexture", texture(material.baseColour()));
    }
    pbr.put("metallicFactor", material.metallic());
    pbr.put("roughnessFactor", material.roughness());
    Map<String, Object> out = ordered("name", material.name(), "pbrMetallicRoughness", pbr);
    if (material.surface() != null) {
      Object texture = texture(material.surface());
      pbr.put("metallicRoughnessTexture", texture);
      out.put("occlusionTexture", texture);
    }
    if (material.normal() != null) {
      out.put("normalTexture", texture(material.normal()));
    }
    if (material.unlit()) {
      out.put("extensions", Map.of(used("KHR_materials_unlit"), Map.of()));
    } else if (material.sheen() != 0) {
      out.put(
          "extensions",
          Map.of(
              used("KHR_materials_sheen"),
              ordered("sheenColorFactor", linear(material.sheen()), "sheenRoughnessFactor", 0.5)));
    }
    materials.add(out);
    return materials.size() - 1;
  }

  private String used(String extension) {
    extensions.add(extension);
    return extension;
  }

  private Object texture(Texture texture) {
    images.add(ordered("bufferView", view(texture.file(), 0), "mimeType", texture.mediaType()));
    textures.add(ordered("sampler", 0, "source", images.size() - 1));
    return Map.of("index", textures.size() - 1);
  }

  private static List<Double> linear(int colour) {
    return List.of(linearByte(colour >> 16), linearByte(colour >> 8), linearByte(colour));
  }

  private static double linearByte(int value) {
    double v = (value & 255) / 255.0;
    double linear = v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4);
    return Math.round(linear * 1e5) / 1e5;
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[4 * values.length];
    little(bytes).asFloatBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Names and values by turns.
  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static byte[] file(String json, byte[] data) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    int headSize = head.length + 3 & ~3;
    int dataSize = data.length + 3 & ~3;
    byte[] bytes = new byte[12 + 8 + headSize + 8 + dataSize];
    var file = little(bytes);
    file.putInt(0x46546C67).putInt(2).putInt(bytes.length);
    file.putInt(headSize).putInt(0x4E4F534A).put(head);
    while (file.position() < 20 + headSize) {
      file.put((byte) ' ');
    }
    file.putInt(dataSize).putInt(0x004E4942).put(data);
    return bytes;
  }
}
