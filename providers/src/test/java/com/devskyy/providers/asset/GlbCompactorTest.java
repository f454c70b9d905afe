package com.devskyy.providers.asset;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.providers.asset.GlbCompactor.Compacted;
import com.devskyy.providers.fetch.FileKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class GlbCompactorTest {
  private static final String ONE_MESH =
      "\"scenes\":[{\"nodes\":[0]}],\"nodes\":[{\"mesh\":0}],\"meshes\":[{\"primitives\":[%s]}]";

  private final GlbBuilder file = new GlbBuilder();

  /// A square of two triangles, each with corners of its own, and a third that is a line.
  private int square() {
    return file.floats(
        "VEC3", 3, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
  }

  private static Compacted compacted(byte[] bytes) throws InvalidAssetException {
    Compacted compacted = GlbCompactor.compact(Glb.read(bytes));
    assertThat(compacted.glb().bytes().length).isLessThanOrEqualTo(bytes.length);
    return compacted;
  }

  /// The corners of all triangles, in order: what is drawn.
  private static List<String> corners(Glb glb) {
    List<String> corners = new ArrayList<>();
    for (GlbMesh mesh : GlbMesh.of(glb)) {
      for (int vertex : mesh.triangles()) {
        corners.add(
            Arrays.toString(Arrays.copyOfRange(mesh.positions(), 3 * vertex, 3 * vertex + 3))
                + (mesh.uvs().length == 0
                    ? ""
                    : Arrays.toString(Arrays.copyOfRange(mesh.uvs(), 2 * vertex, 2 * vertex + 2))));
      }
    }
    return corners;
  }

  @Test
  void whatNothingRefersToIsLeftOutAndTheRestIsRenumbered() throws Exception {
    file.view(new byte[1_000], "");
    file.floats("VEC3", 3, new float[300]);
    file.image(png(8, 8, 1), "image/png");
    int position = file.floats("VEC3", 3, 0, 0, 0, 1, 0, 0, 1, 1, 0);
    byte[] shown = png(8, 8, 2);
    file.image(shown, "image/png");
    byte[] whole =
        file.file(
            """
            "scenes":[{"nodes":[0]}],"nodes":[{"mesh":1}],
            "meshes":[{"primitives":[{"attributes":{"POSITION":0},"material":0}]},
              {"primitives":[{"attributes":{"POSITION":%d},"material":1}]}],
            "materials":[{"emissiveTexture":{"index":0}},
              {"pbrMetallicRoughness":{"baseColorTexture":{"index":1,
                "extensions":{"KHR_texture_transform":{"scale":[2,2]}}}}}],
            "textures":[{"source":0,"sampler":0},{"source":1,"sampler":1}],
            "samplers":[{"wrapS":33071},{"wrapS":33648}],
            "extensionsUsed":["KHR_texture_transform"]"""
                .formatted(position));
    Compacted compacted = compacted(whole);
    assertThat(compacted.warnings()).isEmpty();
    JsonNode json = compacted.glb().json();
    for (String array :
        List.of("meshes", "materials", "textures", "images", "samplers", "accessors")) {
      assertThat(json.path(array)).as(array).hasSize(1);
    }
    assertThat(json.path("bufferViews")).hasSize(2);
    assertThat(json.path("samplers").path(0).path("wrapS").asInt(0)).isEqualTo(33648);
    assertThat(json.path("nodes").path(0).path("mesh").asInt(-1)).isZero();
    Glb small = compacted.glb();
    assertThat(small.image(small.baseColour().orElseThrow())).isEqualTo(shown);
    assertThat(corners(small)).isEqualTo(corners(Glb.read(whole))).hasSize(3);
    assertThat(whole.length - small.bytes().length).isGreaterThan(2_200 + shown.length);
    assertThat(GlbCompactor.compact(small).glb()).isSameAs(small);
  }

  @Test
  void whatIsThereTwiceIsKeptOnce() throws Exception {
    int position = file.floats("VEC3", 3, 0, 0, 0, 1, 0, 0, 1, 1, 0);
    int again = file.floats("VEC3", 3, 0, 0, 0, 1, 0, 0, 1, 1, 0);
    file.image(png(8, 8, 1), "image/png");
    file.image(png(8, 8, 1), "image/png");
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                    "{\"attributes\":{\"POSITION\":%d},\"material\":0},{\"attributes\":{\"POSITION\":%d},\"material\":1}"
                        .formatted(position, again))
                + """
                ,"materials":[{"emissiveTexture":{"index":0}},{"emissiveTexture":{"index":1}}],
                "textures":[{"source":0},{"source":1}]""");
    Glb small = compacted(whole).glb();
    for (String array : List.of("materials", "textures", "images", "accessors")) {
      assertThat(small.json().path(array)).as(array).hasSize(1);
    }
    assertThat(small.triangles()).isEqualTo(2);
    assertThat(small.image(small.textures().getFirst())).isEqualTo(png(8, 8, 1));
  }

  @Test
  void verticesAreWeldedAndCountedInTwoBytes() throws Exception {
    int position = square();
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                "{\"attributes\":{\"POSITION\":%d},\"indices\":%d}"
                    .formatted(position, file.indices(0, 1, 2, 3, 4, 5, 6, 7, 8))));
    Glb small = compacted(whole).glb();
    assertThat(small.vertices()).isEqualTo(4);
    assertThat(small.triangles()).as("the line is gone").isEqualTo(2);
    assertThat(corners(small)).isEqualTo(corners(Glb.read(whole)).subList(0, 6));
    JsonNode indices =
        small
            .json()
            .path("accessors")
            .path(
                small
                    .json()
                    .path("meshes")
                    .path(0)
                    .path("primitives")
                    .path(0)
                    .path("indices")
                    .asInt(-1));
    assertThat(indices.path("componentType").asInt(0)).isEqualTo(5123);
  }

  /// Vertices lie between others' bytes, the least and greatest are stated, one is never drawn.
  @Test
  void interleavedVerticesAreTakenApartAndMeasuredAnew() throws Exception {
    ByteBuffer bytes = GlbBuilder.little(4 * 20);
    float[][] vertices = {{0, 0, 0, .5f, 0}, {1, 0, 0, 1, 0}, {1, 1, 0, 1, 1}, {9, 9, 9, 0, 0}};
    for (float[] vertex : vertices) {
      for (float value : vertex) {
        bytes.putFloat(value);
      }
    }
    int view = file.view(bytes.array(), ",\"byteStride\":20");
    file.view(new byte[500], "");
    int position = file.accessor(view, 5126, 4, "VEC3", ",\"min\":[0,0,0],\"max\":[9.0,9.0,9.0]");
    int uv = file.accessor(view, 5126, 4, "VEC2", ",\"byteOffset\":12");
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                "{\"attributes\":{\"POSITION\":%d,\"TEXCOORD_0\":%d},\"indices\":%d}"
                    .formatted(position, uv, file.indices(0, 1, 2))));
    Glb small = compacted(whole).glb();
    assertThat(small.vertices()).isEqualTo(3);
    assertThat(corners(small)).isEqualTo(corners(Glb.read(whole)));
    assertThat(small.json().path("accessors").path(0).path("max").toString())
        .isEqualTo("[1.0,1.0,0.0]");
  }

  @Test
  void verticesThatDifferInAnythingStayApart() throws Exception {
    int position = square();
    int colour = file.floats("VEC3", 3, new float[27]);
    int other =
        file.floats(
            "VEC3",
            3,
            new float[] {
              0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2
            });
    file.view(new byte[500], "");
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                "{\"attributes\":{\"POSITION\":%d,\"NORMAL\":%d},\"targets\":[{\"POSITION\":%d}]}"
                    .formatted(position, colour, other)));
    Glb small = compacted(whole).glb();
    // The corners of the line that are alike in all three are one; the line goes, and they with it.
    assertThat(small.vertices()).isEqualTo(6);
    assertThat(small.triangles()).isEqualTo(2);
  }

  @Test
  void verticesThatOthersShareInPartAreLeftAlone() throws Exception {
    int position = square();
    int one = file.floats("VEC2", 2, new float[18]);
    int other = file.floats("VEC2", 2, new float[18]);
    file.view(new byte[500], "");
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                "{\"attributes\":{\"POSITION\":%1$d,\"TEXCOORD_0\":%2$d}},{\"attributes\":{\"POSITION\":%1$d,\"TEXCOORD_0\":%3$d}}"
                    .formatted(position, one, other)));
    Glb small = compacted(whole).glb();
    assertThat(small.vertices()).isEqualTo(18);
    assertThat(corners(small)).isEqualTo(corners(Glb.read(whole)));
  }

  @ParameterizedTest
  @CsvSource({
    "baseColorTexture, false, JPEG",
    "baseColorTexture, true, PNG",
    "normalTexture, false, PNG",
    "metallicRoughnessTexture, false, PNG",
  })
  void aLargeTextureIsScaledDownAsItsUseBears(String use, boolean clear, FileKind kind)
      throws Exception {
    BufferedImage large = noise(2_600, 40, 2, clear);
    Glb small = compacted(textured(use, encoded(large, "png"), "image/png")).glb();
    Glb.Texture texture = small.textures().getFirst();
    assertThat(texture.info()).isEqualTo(new ImageInfo(kind, 2_048, 32));
    assertThat(small.json().path("images").path(0).path("mimeType").asString(""))
        .isEqualTo(kind.mediaType());
    BufferedImage shown = ImageIO.read(new ByteArrayInputStream(small.image(texture)));
    assertThat(shown.getColorModel().hasAlpha()).isEqualTo(clear);
    // The left half is red and, where it is clear, half seen through; the right one is blue.
    int left = shown.getRGB(200, 16);
    assertThat(left >>> 24).isCloseTo(clear ? 128 : 255, within(2));
    assertThat(left >> 16 & 255).isCloseTo(200, within(6));
    assertThat(shown.getRGB(1_900, 16) & 255).isCloseTo(180, within(6));
  }

  private static org.assertj.core.data.Offset<Integer> within(int distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }

  /// Gray is kept as the number it is, whatever colour spaces say.
  @Test
  void grayAndPalettesKeepTheirNumbers() throws Exception {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED}) {
      var large = new BufferedImage(4_096, 40, type);
      large.getRaster().setPixels(0, 0, 4_096, 40, filled(4_096 * 40, 77));
      Glb small = compacted(textured("occlusionTexture", encoded(large, "png"), "image/png")).glb();
      var shown = ImageIO.read(new ByteArrayInputStream(small.image(small.textures().getFirst())));
      assertThat(shown.getWidth()).isEqualTo(2_048);
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        assertThat(shown.getRaster().getSample(900, 10, 0)).isEqualTo(77);
      } else {
        assertThat(shown.getRGB(900, 10)).isEqualTo(large.getRGB(900, 10));
      }
    }
  }

  private static int[] filled(int size, int value) {
    int[] filled = new int[size];
    Arrays.fill(filled, value);
    return filled;
  }

  @Test
  void aNormalMapIsNotMadeWorseNorLarger() throws Exception {
    byte[] jpeg = encoded(noise(2_600, 400, 50, false), "jpeg");
    byte[] whole = textured("normalTexture", jpeg, "image/jpeg");
    Compacted compacted = compacted(whole);
    assertThat(compacted.glb().image(compacted.glb().textures().getFirst())).isEqualTo(jpeg);
    assertThat(compacted.warnings())
        .containsExactly(
            "a texture of 2,600 x 400 pixels (image/jpeg) is as it was, larger than 2,048 a side:"
                + " scaled down it would have more bytes");
  }

  @Test
  void aTextureThatCannotBeReadHereStaysAndThatIsSaid() throws Exception {
    ByteBuffer webp = GlbBuilder.little(30);
    webp.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(22);
    webp.put("WEBPVP8L".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(10);
    webp.put((byte) 0x2f).putInt(4_095 | 15 << 14);
    byte[] whole = textured("baseColorTexture", webp.array(), "image/webp");
    Compacted compacted = compacted(whole);
    assertThat(compacted.glb().image(compacted.glb().textures().getFirst()))
        .isEqualTo(webp.array());
    assertThat(compacted.warnings())
        .containsExactly(
            "a texture of 4,096 x 16 pixels (image/webp) is as it was, larger than 2,048 a side:"
                + " WebP is not scaled down here; have the model made with PNG or JPEG textures");
  }

  private static byte[] textured(String use, byte[] image, String mediaType) {
    var file = new GlbBuilder();
    int position = file.floats("VEC3", 3, 0, 0, 0, 1, 0, 0, 1, 1, 0);
    file.image(image, mediaType);
    String texture = "\"%s\":{\"index\":0}".formatted(use);
    boolean inner = use.equals("baseColorTexture") || use.equals("metallicRoughnessTexture");
    return file.file(
        ONE_MESH.formatted("{\"attributes\":{\"POSITION\":%d},\"material\":0}".formatted(position))
            + ",\"materials\":[{%s}],\"textures\":[{\"source\":0}]"
                .formatted(inner ? "\"pbrMetallicRoughness\":{%s}".formatted(texture) : texture));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXT_meshopt_compression",
        "KHR_draco_mesh_compression",
        "KHR_texture_basisu",
        "VENDOR_what_nobody_knows"
      })
  void aFileWithDataOfAnUnknownKindIsLeftAlone(String extension) throws Exception {
    int position = square();
    file.view(new byte[1_000], "");
    String inner = "{\"attributes\":{\"POSITION\":%d},\"extensions\":{\"%s\":{}}}";
    byte[] whole = file.file(ONE_MESH.formatted(inner.formatted(position, extension)));
    Compacted compacted = compacted(whole);
    assertThat(compacted.glb().bytes()).isEqualTo(whole);
    assertThat(compacted.warnings())
        .singleElement()
        .asString()
        .startsWith("the GLB is not optimised: it uses " + extension);
  }

  @Test
  void aFileThatRefersToNothingIsLeftAlone() throws Exception {
    int position = square();
    file.view(new byte[1_000], "");
    byte[] whole =
        file.file(
            ONE_MESH.formatted(
                "{\"attributes\":{\"POSITION\":%d},\"material\":3}".formatted(position)));
    Compacted compacted = compacted(whole);
    assertThat(compacted.glb().bytes()).isEqualTo(whole);
    assertThat(compacted.warnings())
        .containsExactly(
            "the GLB is not optimised: it refers to number 3 of its materials, which is not there");
  }

  /// Red left, blue right, with grain, so that it does not pack to nothing.
  private static BufferedImage noise(int width, int height, int grain, boolean clear) {
    var image =
        new BufferedImage(
            width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    var random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean left = x < width / 2;
        int more = random.nextInt(2 * grain + 1) - grain;
        int colour = left ? 200 + more << 16 | 20 : 180 + more;
        image.setRGB(x, y, (clear && left ? 0x80 : 0xff) << 24 | colour);
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] png(int width, int height, int seed) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(seed);
    image.setRGB(0, 0, width, height, random.ints(width * height).toArray(), 0, width);
    return encoded(image, "png");
  }
}
