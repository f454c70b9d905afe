package com.devskyy.providers.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.providers.fetch.FileKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlbTest {
  /// One triangle and two images.
  private static final String JSON =
      """
      {"asset":{"version":"2.0"},
      "meshes":[{"primitives":[{"attributes":{"POSITION":0},"material":0}]}],
      "materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":1}}}],
      "textures":[{"source":0},{"source":1}],
      "images":[{"bufferView":1,"mimeType":"image/png"},{"bufferView":2,"mimeType":"image/png"}],
      "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3"}],
      "bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":36},
      {"buffer":0,"byteOffset":36,"byteLength":24},{"buffer":0,"byteOffset":60,"byteLength":24}],
      "buffers":[{"byteLength":84}]}""";

  private static byte[] glb(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 3) & ~3;
    ByteBuffer out = ByteBuffer.allocate(12 + 8 + padded + 8 + 84).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x46546c67).putInt(2).putInt(out.capacity());
    out.putInt(padded).putInt(0x4e4f534a).put(text);
    out.put(" ".repeat(padded - text.length).getBytes(StandardCharsets.UTF_8));
    out.putInt(84).putInt(0x004e4942);
    out.position(out.position() + 36);
    out.put(png(5, 3)).put(png(5, 3));
    return out.array();
  }

  private static byte[] png(int width, int height) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(
        ByteBuffer.allocate(16).putInt(13).putInt(0x49484452).putInt(width).putInt(height).array());
    return out.toByteArray();
  }

  @Test
  void aSoundFileIsMeasured() throws Exception {
    Glb glb = Glb.read(glb(JSON));
    assertThat(glb.triangles()).isEqualTo(1);
    assertThat(glb.vertices()).isEqualTo(3);
    assertThat(glb.textures()).hasSize(2);
    Glb.Texture colour = glb.baseColour().orElseThrow();
    assertThat(colour.view()).isEqualTo(2);
    assertThat(colour.info()).isEqualTo(new ImageInfo(FileKind.PNG, 5, 3));
    assertThat(glb.image(colour)).isEqualTo(png(5, 3));
  }

  @Test
  void theColourIsThatOfWhatIsShownAlsoAsWebp() throws Exception {
    String unused =
        "\"materials\":[{\"pbrMetallicRoughness\":{\"baseColorTexture\":{\"index\":0}}},";
    String json =
        JSON.replace("\"materials\":[", unused)
            .replace("\"material\":0", "\"material\":1")
            .replace("{\"source\":1}", "{\"extensions\":{\"EXT_texture_webp\":{\"source\":1}}}");
    assertThat(Glb.read(glb(json)).baseColour().orElseThrow().view()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"byteLength\":36' | '\"byteLength\":90' | buffer view 0 lies outside",
        "'\"count\":3' | '\"count\":4' | accessor 0 reads beyond",
        "'\"count\":3' | '\"count\":0' | accessor 0 counts nothing",
        "'\"count\":3' | '\"count\":2,\"byteOffset\":-4' | accessor 0 reads beyond",
        "'\"byteLength\":36' | '\"byteLength\":36,\"byteStride\":-12' | accessor 0 reads beyond",
        "'\"byteLength\":36' | '\"byteLength\":36,\"byteStride\":9223372036854775807' | accessor 0 reads beyond",
        "'\"count\":3' | '\"count\":1,\"byteOffset\":9223372036854775807' | accessor 0 reads beyond",
        "'\"byteOffset\":0,\"byteLength\":36' | '\"byteOffset\":9223372036854775807,\"byteLength\":36' | buffer view 0 lies outside",
        "'\"byteLength\":36' | '\"byteLength\":36,\"byteStride\":8' | accessor 0 reads beyond",
        "'\"byteLength\":84' | '\"byteLength\":88' | its buffer is larger",
        "'\"buffers\":[{' | '\"buffers\":[{\"uri\":\"a.bin\",' | keeps data outside",
        "'\"byteOffset\":60,\"byteLength\":24' | '\"byteOffset\":0,\"byteLength\":36' | image 1 is neither",
        "'{\"bufferView\":2,\"mimeType\":\"image/png\"}' | '{\"uri\":\"a.png\"}' | image 1 is not inside",
        "'{\"primitives\":[{' | '{\"primitives\":[{\"mode\":0,' | holds no triangle",
        "'{\"asset\":' | '[\"asset\":' | its JSON cannot be read",
      })
  void aFileThatIsNotSoundIsRefusedWithItsFault(String from, String to, String fault) {
    assertThat(JSON).contains(from);
    assertThatThrownBy(() -> Glb.read(glb(JSON.replace(from, to))))
        .isInstanceOf(InvalidAssetException.class)
        .hasMessageContaining(fault);
  }

  /// Each level has the next one twice: whoever walked them all would walk 2^40 ways.
  @Test
  @Timeout(10)
  void nodesThatAreNoTreeAreNotWalked() throws Exception {
    String levels =
        IntStream.range(0, 40)
            .mapToObj(i -> "{\"children\":[%1$d,%1$d]}".formatted(i + 1))
            .collect(Collectors.joining(","));
    String scene = "\"scenes\":[{\"nodes\":[0]}],\"nodes\":[%s,{\"mesh\":0}],\"meshes\"";
    String json = JSON.replace("\"meshes\"", scene.formatted(levels));
    assertThat(GlbMesh.of(Glb.read(glb(json)))).isEmpty();
    assertThat(GlbMesh.of(Glb.read(glb(json.replaceAll("\\[(\\d+),\\d+]", "[$1]"))))).hasSize(1);
  }

  @Test
  void nodesThatAreNoTreeAreNamed() throws Exception {
    assertThat(faultOfNodes("{\"children\":[1]},{\"mesh\":0}")).isEmpty();
    assertThat(faultOfNodes("{\"mesh\":0},{\"children\":[2]},{\"children\":[1]}"))
        .contains("node 1 lies below itself");
    assertThat(faultOfNodes("{\"children\":[0]}")).contains("node 0 lies below itself");
    assertThat(faultOfNodes("{\"children\":[2]},{\"children\":[2]},{\"mesh\":0}"))
        .contains("node 2 is a child of node 0 and again of node 1");
    assertThat(faultOfNodes("{\"children\":[7]}"))
        .contains("node 0 has a child 7 that is not there");
  }

  private static Optional<String> faultOfNodes(String nodes) throws InvalidAssetException {
    return GlbNodes.fault(
        Glb.read(glb(JSON.replace("\"meshes\"", "\"nodes\":[%s],\"meshes\"".formatted(nodes)))));
  }

  @Test
  void everyCutIsSeen() {
    byte[] whole = glb(JSON);
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Glb.read(cut)).isInstanceOf(InvalidAssetException.class);
    }
  }
}
