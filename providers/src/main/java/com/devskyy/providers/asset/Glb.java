package com.devskyy.providers.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A binary glTF 2.0 file that has been checked: its frame, its chunks, that everything in it lies
/// inside it, that it has triangles, and that its textures are images. Immutable.
public final class Glb {
  /// Its media type.
  public static final String MEDIA_TYPE = "model/gltf-binary";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAGIC = 0x46546c67;
  private static final int JSON_CHUNK = 0x4e4f534a;
  private static final int BINARY_CHUNK = 0x004e4942;
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private final byte[] bytes;
  private final ObjectNode json;
  private final int binaryAt;
  private final int binaryLength;
  private final long triangles;
  private final long vertices;
  private final List<Texture> textures;

  /// An image in the file.
  ///
  /// @param view number of the buffer view that holds it
  /// @param info what it is
  /// @param bytes its size
  public record Texture(int view, ImageInfo info, int bytes) {}

  private Glb(byte[] bytes) throws InvalidAssetException {
    this.bytes = bytes;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(
        bytes.length >= HEADER + CHUNK_HEADER && in.getInt(0) == MAGIC,
        "it does not begin as a GLB file does");
    require(in.getInt(4) == 2, "its version is %d, not 2".formatted(in.getInt(4)));
    require(
        in.getInt(8) == bytes.length,
        "it says it has %,d bytes and has %,d"
            .formatted(Integer.toUnsignedLong(in.getInt(8)), bytes.length));
    int jsonLength = in.getInt(HEADER);
    require(
        in.getInt(HEADER + 4) == JSON_CHUNK
            && jsonLength > 0
            && jsonLength <= bytes.length - HEADER - CHUNK_HEADER,
        "its first chunk is no JSON inside the file");
    this.json =
        json(Arrays.copyOfRange(bytes, HEADER + CHUNK_HEADER, HEADER + CHUNK_HEADER + jsonLength));
    int next = HEADER + CHUNK_HEADER + jsonLength;
    if (next + CHUNK_HEADER <= bytes.length) {
      int length = in.getInt(next);
      require(
          in.getInt(next + 4) == BINARY_CHUNK
              && length >= 0
              && length <= bytes.length - next - CHUNK_HEADER,
          "its second chunk is no binary chunk inside the file");
      this.binaryAt = next + CHUNK_HEADER;
      this.binaryLength = length;
    } else {
      this.binaryAt = bytes.length;
      this.binaryLength = 0;
    }
    checkBuffers();
    checkAccessors();
    this.textures = readTextures();
    this.vertices = count("POSITION");
    this.triangles = countTriangles();
    require(triangles > 0, "it holds no triangle");
  }

  /// Reads and checks.
  ///
  /// @throws InvalidAssetException naming the first thing that is wrong
  public static Glb read(byte[] bytes) throws InvalidAssetException {
    return new Glb(bytes.clone());
  }

  /// How many triangles its meshes have, each mesh once.
  public long triangles() {
    return triangles;
  }

  /// How many vertices its meshes have, each mesh once.
  public long vertices() {
    return vertices;
  }

  /// Its images, in order.
  public List<Texture> textures() {
    return textures;
  }

  /// All of it.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The image that gives the first material its colour; else the first image.
  public Optional<Texture> baseColour() {
    JsonNode texture =
        json.path("materials")
            .path(0)
            .path("pbrMetallicRoughness")
            .path("baseColorTexture")
            .path("index");
    int image = json.path("textures").path(texture.asInt(-1)).path("source").asInt(-1);
    int view = json.path("images").path(image).path("bufferView").asInt(-1);
    return textures.stream()
        .filter(one -> one.view() == view)
        .findFirst()
        .or(() -> textures.stream().findFirst());
  }

  /// The file of an image.
  public byte[] image(Texture texture) {
    return view(texture.view());
  }

  /// The same model in fewer bytes: what is in it twice is kept once, what nothing refers to is
  /// left out, the JSON has no blanks. Loses nothing. Answers itself when nothing is gained.
  public Glb compacted() throws InvalidAssetException {
    if (json.path("extensionsUsed").toString().contains("meshopt")) {
      return this; // Its extension has addresses of its own.
    }
    ObjectNode copy = json.deepCopy();
    Map<ByteBuffer, Integer> places = new HashMap<>();
    List<byte[]> kept = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < json.path("bufferViews").size(); i++) {
      byte[] content = view(i);
      Integer place = places.get(ByteBuffer.wrap(content));
      if (place == null) {
        place = end;
        places.put(ByteBuffer.wrap(content), place);
        kept.add(content);
        end = padded(end + content.length);
      }
      ((ObjectNode) copy.path("bufferViews").path(i)).put("byteOffset", place);
    }
    if (end == 0) {
      return this;
    }
    ((ObjectNode) copy.path("buffers").path(0)).put("byteLength", end);
    byte[] smaller = assemble(JSON.writeValueAsBytes(copy), kept, end);
    return smaller.length < bytes.length ? new Glb(smaller) : this;
  }

  private static byte[] assemble(byte[] json, List<byte[]> parts, int binaryLength) {
    int jsonLength = padded(json.length);
    int length = HEADER + CHUNK_HEADER + jsonLength + CHUNK_HEADER + binaryLength;
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(2).putInt(length);
    out.putInt(jsonLength).putInt(JSON_CHUNK).put(json);
    while (out.position() < HEADER + CHUNK_HEADER + jsonLength) {
      out.put((byte) ' ');
    }
    out.putInt(binaryLength).putInt(BINARY_CHUNK);
    int start = out.position();
    for (byte[] part : parts) {
      out.put(part);
      out.position(start + padded(out.position() - start));
    }
    return out.array();
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static ObjectNode json(byte[] chunk) throws InvalidAssetException {
    try {
      if (JSON.readTree(chunk) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new InvalidAssetException("its JSON cannot be read");
    }
    throw new InvalidAssetException("its JSON is no object");
  }

  private void checkBuffers() throws InvalidAssetException {
    JsonNode buffers = json.path("buffers");
    require(
        buffers.size() <= 1 && !buffers.path(0).has("uri"), "it keeps data outside of the file");
    require(
        buffers.path(0).path("byteLength").asLong(0) <= binaryLength,
        "its buffer is larger than the file");
    int i = 0;
    for (JsonNode view : json.path("bufferViews")) {
      long from = view.path("byteOffset").asLong(0);
      long length = view.path("byteLength").asLong(-1);
      require(
          view.path("buffer").asInt(-1) == 0
              && from >= 0
              && length > 0
              && from <= binaryLength
              && length <= binaryLength - from,
          "buffer view %d lies outside of the file".formatted(i));
      i++;
    }
  }

  private void checkAccessors() throws InvalidAssetException {
    int i = 0;
    for (JsonNode accessor : json.path("accessors")) {
      long count = accessor.path("count").asLong(0);
      require(count > 0, "accessor %d counts nothing".formatted(i));
      if (accessor.has("bufferView")) {
        JsonNode view = json.path("bufferViews").path(accessor.path("bufferView").asInt(-1));
        long element = elementBytes(accessor);
        long stride = view.path("byteStride").asLong(element);
        long end = accessor.path("byteOffset").asLong(0) + (count - 1) * stride + element;
        require(
            element > 0 && count < Integer.MAX_VALUE && end <= view.path("byteLength").asLong(0),
            "accessor %d reads beyond its buffer view".formatted(i));
      }
      i++;
    }
  }

  private static long elementBytes(JsonNode accessor) {
    int component =
        switch (accessor.path("componentType").asInt(0)) {
          case 5120, 5121 -> 1;
          case 5122, 5123 -> 2;
          case 5125, 5126 -> 4;
          default -> 0;
        };
    int components =
        switch (accessor.path("type").asString("")) {
          case "SCALAR" -> 1;
          case "VEC2" -> 2;
          case "VEC3" -> 3;
          case "VEC4", "MAT2" -> 4;
          case "MAT3" -> 9;
          case "MAT4" -> 16;
          default -> 0;
        };
    return (long) component * components;
  }

  private List<Texture> readTextures() throws InvalidAssetException {
    List<Texture> found = new ArrayList<>();
    int i = 0;
    for (JsonNode image : json.path("images")) {
      int view = image.path("bufferView").asInt(-1);
      require(
          view >= 0 && view < json.path("bufferViews").size(),
          "image %d is not inside the file".formatted(i));
      byte[] file = view(view);
      Optional<ImageInfo> info = ImageInfo.of(file);
      require(
          info.isPresent() || image.path("mimeType").asString("").equals("image/ktx2"),
          "image %d is neither PNG, JPEG nor WebP".formatted(i));
      info.ifPresent(known -> found.add(new Texture(view, known, file.length)));
      i++;
    }
    return List.copyOf(found);
  }

  /// What it says of itself; leave it alone.
  JsonNode json() {
    return json;
  }

  /// The bytes of a buffer view.
  byte[] view(int number) {
    JsonNode view = json.path("bufferViews").path(number);
    int from = binaryAt + view.path("byteOffset").asInt(0);
    return Arrays.copyOfRange(bytes, from, from + view.path("byteLength").asInt(0));
  }

  private long count(String attribute) {
    long count = 0;
    for (JsonNode mesh : json.path("meshes")) {
      for (JsonNode part : mesh.path("primitives")) {
        count += accessorCount(part.path("attributes").path(attribute));
      }
    }
    return count;
  }

  private long countTriangles() {
    long count = 0;
    for (JsonNode mesh : json.path("meshes")) {
      for (JsonNode part : mesh.path("primitives")) {
        long corners =
            accessorCount(
                part.has("indices")
                    ? part.path("indices")
                    : part.path("attributes").path("POSITION"));
        count +=
            switch (part.path("mode").asInt(4)) {
              case 4 -> corners / 3;
              case 5, 6 -> Math.max(0, corners - 2);
              default -> 0;
            };
      }
    }
    return count;
  }

  private long accessorCount(JsonNode number) {
    return json.path("accessors").path(number.asInt(-1)).path("count").asLong(0);
  }

  private static void require(boolean holds, String otherwise) throws InvalidAssetException {
    if (!holds) {
      throw new InvalidAssetException(otherwise);
    }
  }
}
