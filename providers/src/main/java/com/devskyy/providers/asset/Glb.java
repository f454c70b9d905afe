package com.devskyy.providers.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /// By the standard.
  private static final int MOST_STRIDE = 252;

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

  /// The image that gives the meshes their colour, the first of several; else the first image.
  public Optional<Texture> baseColour() {
    return GlbReferences.primitives(json).stream()
        .map(part -> json.path("materials").path(part.path("material").asInt(-1)))
        .map(look -> look.path("pbrMetallicRoughness").path("baseColorTexture").path("index"))
        .map(texture -> json.path("textures").path(texture.asInt(-1)))
        .flatMap(texture -> GlbReferences.images(texture).stream())
        .map(image -> json.path("images").path(image.number()).path("bufferView").asInt(-1))
        .flatMap(view -> textures.stream().filter(one -> one.view() == view))
        .findFirst()
        .or(() -> textures.stream().findFirst());
  }

  /// The file of an image.
  public byte[] image(Texture texture) {
    return view(texture.view());
  }

  /// A file of these chunks.
  static byte[] file(byte[] json, byte[] binary) {
    int jsonLength = padded(json.length);
    int length = HEADER + CHUNK_HEADER + jsonLength + CHUNK_HEADER + padded(binary.length);
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(2).putInt(length);
    out.putInt(jsonLength).putInt(JSON_CHUNK).put(json);
    while (out.position() < HEADER + CHUNK_HEADER + jsonLength) {
      out.put((byte) ' ');
    }
    out.putInt(padded(binary.length)).putInt(BINARY_CHUNK).put(binary);
    return out.array();
  }

  /// The next multiple of four.
  static int padded(int length) {
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
        long element = Elements.size(accessor);
        long stride = view.path("byteStride").asLong(element);
        long from = accessor.path("byteOffset").asLong(0);
        long length = view.path("byteLength").asLong(0);
        require(
            element > 0
                && count < Integer.MAX_VALUE
                && from >= 0
                && from <= length
                && stride >= element
                && stride <= MOST_STRIDE
                && from + (count - 1) * stride + element <= length,
            "accessor %d reads beyond its buffer view".formatted(i));
      }
      i++;
    }
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
  ObjectNode json() {
    return json;
  }

  int size() {
    return bytes.length;
  }

  /// A copy of the bytes of a buffer view.
  byte[] view(int number) {
    ByteBuffer view = slice(number);
    byte[] copy = new byte[view.remaining()];
    view.get(copy);
    return copy;
  }

  /// The bytes of a buffer view.
  ByteBuffer slice(int number) {
    JsonNode view = json.path("bufferViews").path(number);
    int from = binaryAt + view.path("byteOffset").asInt(0);
    return ByteBuffer.wrap(bytes, from, view.path("byteLength").asInt(0))
        .slice()
        .asReadOnlyBuffer();
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
