package com.devskyy.fakes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Small real files: images, and a textured box as GLB, OBJ and STL. The same seed gives the same
/// bytes.
final class Samples {
  private static final float[][] CORNERS = {
    {-.3f, -.4f, .1f}, {.3f, -.4f, .1f}, {.3f, .4f, .1f}, {-.3f, .4f, .1f},
    {-.3f, -.4f, -.1f}, {.3f, -.4f, -.1f}, {.3f, .4f, -.1f}, {-.3f, .4f, -.1f}
  };
  private static final int[][] FACES = {
    {0, 1, 2, 3}, {5, 4, 7, 6}, {4, 0, 3, 7}, {1, 5, 6, 2}, {3, 2, 6, 7}, {4, 5, 1, 0}
  };

  /// The corners of a face's two triangles.
  private static final int[] HALVES = {0, 1, 2, 0, 2, 3};

  private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Samples() {}

  /// Soft stripes whose colours follow the seed.
  static byte[] png(int width, int height, long seed) {
    byte[] rows = new byte[height * (1 + 3 * width)];
    int hue = Math.floorMod(Long.hashCode(seed * 2_654_435_761L), 200);
    for (int y = 0, at = 0; y < height; y++) {
      at++; // No filter.
      for (int x = 0; x < width; x++) {
        int band = (x + y) / 16 % 2 * 24;
        rows[at++] = (byte) (30 + hue / 2 + band);
        rows[at++] = (byte) (26 + band);
        rows[at++] = (byte) (40 + (200 - hue) / 2 + band);
      }
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(PNG_HEAD);
    ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
    head.put((byte) 8).put((byte) 2);
    chunk(out, "IHDR", head.array());
    chunk(out, "IDAT", deflated(rows));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /// What lies in the middle of a picture; around it one can see through.
  static byte[] cutOut(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    var cut = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = (x + 0.5) / width - 0.5;
        double dy = (y + 0.5) / height - 0.5;
        if (dx * dx + dy * dy < 0.35 * 0.35) {
          cut.setRGB(x, y, picture.getRGB(x, y));
        }
      }
    }
    return written(cut, "png");
  }

  /// A picture as a file.
  static byte[] png(BufferedImage picture) {
    return written(picture, "png");
  }

  /// The same picture in another format.
  static byte[] jpeg(byte[] png) {
    try {
      return written(ImageIO.read(new ByteArrayInputStream(png)), "jpeg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] written(BufferedImage picture, String format) {
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(picture, format, stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      var buffer = new byte[8_192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    var crc = new CRC32();
    crc.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /// A box of 12 triangles with a texture of 64 × 64 in it. As wasteful as such files are: corners
  /// are not shared, indices take four bytes, and a material with an image of its own is not used.
  static byte[] glb(long seed) {
    int corners = 6 * FACES.length;
    ByteBuffer data =
        ByteBuffer.allocate(corners * (12 + 12 + 8 + 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] face : FACES) {
      for (int corner : HALVES) {
        for (float coordinate : CORNERS[face[corner]]) {
          data.putFloat(coordinate);
        }
      }
    }
    for (int[] face : FACES) {
      float[] normal = normal(face);
      for (int i = 0; i < HALVES.length; i++) {
        data.putFloat(normal[0]).putFloat(normal[1]).putFloat(normal[2]);
      }
    }
    for (int i = 0; i < FACES.length; i++) {
      for (int corner : HALVES) {
        data.putFloat(corner == 1 || corner == 2 ? 1 : 0).putFloat(corner < 2 ? 1 : 0);
      }
    }
    for (int i = 0; i < corners; i++) {
      data.putInt(i);
    }
    byte[] texture = png(64, 64, seed);
    byte[] unused = png(32, 32, seed + 1);
    int textureAt = data.capacity();
    int unusedAt = textureAt + (texture.length + 3 & ~3);
    int end = unusedAt + unused.length;
    String json =
        """
        {"asset":{"version":"2.0","generator":"a stand-in for Tripo"},"scene":0,"scenes":[{"nodes":[0]}],
        "nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{"POSITION":0,"NORMAL":1,"TEXCOORD_0":2},
        "indices":3,"material":1}]}],"materials":[{"emissiveTexture":{"index":0}},
        {"pbrMetallicRoughness":{"baseColorTexture":{"index":1},"metallicFactor":0,"roughnessFactor":0.9}}],
        "textures":[{"source":0,"sampler":0},{"source":1,"sampler":0}],"samplers":[{}],
        "images":[{"bufferView":5,"mimeType":"image/png"},{"bufferView":4,"mimeType":"image/png"}],
        "accessors":[{"bufferView":0,"componentType":5126,"count":36,"type":"VEC3","min":[-0.3,-0.4,-0.1],"max":[0.3,0.4,0.1]},
        {"bufferView":1,"componentType":5126,"count":36,"type":"VEC3"},
        {"bufferView":2,"componentType":5126,"count":36,"type":"VEC2"},
        {"bufferView":3,"componentType":5125,"count":36,"type":"SCALAR"}],
        "bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":432,"target":34962},
        {"buffer":0,"byteOffset":432,"byteLength":432,"target":34962},
        {"buffer":0,"byteOffset":864,"byteLength":288,"target":34962},
        {"buffer":0,"byteOffset":1152,"byteLength":144,"target":34963},
        {"buffer":0,"byteOffset":%d,"byteLength":%d},{"buffer":0,"byteOffset":%d,"byteLength":%d}],
        "buffers":[{"byteLength":%d}]}"""
            .formatted(textureAt, texture.length, unusedAt, unused.length, end);
    byte[] text = padded(json.getBytes(StandardCharsets.UTF_8), (byte) ' ');
    byte[] binary =
        padded(
            ByteBuffer.allocate(end)
                .put(data.array())
                .put(texture)
                .position(unusedAt)
                .put(unused)
                .array(),
            (byte) 0);
    int length = 12 + 8 + text.length + 8 + binary.length;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x46546c67)
        .putInt(2)
        .putInt(length)
        .putInt(text.length)
        .putInt(0x4e4f534a)
        .put(text)
        .putInt(binary.length)
        .putInt(0x004e4942)
        .put(binary)
        .array();
  }

  private static byte[] padded(byte[] bytes, byte with) {
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 3) & ~3);
    Arrays.fill(padded, bytes.length, padded.length, with);
    return padded;
  }

  private static float[] normal(int[] face) {
    float[] a = CORNERS[face[0]];
    float[] c = CORNERS[face[2]];
    float[] normal = new float[3];
    for (int axis = 0; axis < 3; axis++) {
      boolean flat = a[axis] == c[axis];
      normal[axis] = flat ? Math.signum(a[axis]) : 0;
    }
    return normal;
  }

  static String obj() {
    var out = new StringBuilder("# a box\n");
    for (float[] corner : CORNERS) {
      out.append("v %s %s %s\n".formatted(corner[0], corner[1], corner[2]));
    }
    for (int[] face : FACES) {
      out.append("f %d %d %d %d\n".formatted(face[0] + 1, face[1] + 1, face[2] + 1, face[3] + 1));
    }
    return out.toString();
  }

  static byte[] stl() {
    ByteBuffer out = ByteBuffer.allocate(84 + 12 * 50).order(ByteOrder.LITTLE_ENDIAN);
    out.position(80);
    out.putInt(12);
    for (int[] face : FACES) {
      for (int[] triangle : new int[][] {{0, 1, 2}, {0, 2, 3}}) {
        for (float part : normal(face)) {
          out.putFloat(part);
        }
        for (int corner : triangle) {
          for (float coordinate : CORNERS[face[corner]]) {
            out.putFloat(coordinate);
          }
        }
        out.putShort((short) 0);
      }
    }
    return out.array();
  }

  /// The box in an archive, as far as anybody looks: not packed, as USDZ wants it.
  static byte[] usdz() {
    byte[] content =
        "#usda 1.0\n(upAxis = \"Y\")\ndef Cube \"box\" {}\n".getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry("box.usda");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(entry);
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// The box as FBX has it in text, as far as anybody looks.
  static byte[] fbx() {
    return "; FBX 7.4.0 project file\nFBXHeaderExtension:  {\n\tFBXVersion: 7400\n}\n"
        .getBytes(StandardCharsets.UTF_8);
  }
}
