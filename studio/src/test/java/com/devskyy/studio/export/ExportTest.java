package com.devskyy.studio.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Atlas;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.mesh.Sweep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

final class ExportTest {
  private static final Model MODEL = model();

  private static Model model() {
    var tube =
        Sweep.tube(
            new double[] {0, 0, 0, 0, 0.1, 0, 0, 0.2, 0.02}, new double[] {.02, .03, .02}, 8);
    Mesh mesh = Atlas.of(List.of(tube), 700).mesh(false);
    var texture = Texture.indexed(new Pixels(4, 4, filled(0xFF336699)));
    var material =
        new Material("cloth", 0xFFFFFF, texture, texture, texture, 1, 1, 0x404040, false);
    var bare = new Mesh(mesh.positions(), mesh.normals(), new float[0], mesh.triangles());
    return new Model(
        "cap",
        List.of(new Model.Part(mesh, material), new Model.Part(bare, Material.flat("outline", 0))),
        Map.of(Model.PROVIDER, Model.LOCAL));
  }

  private static int[] filled(int colour) {
    int[] pixels = new int[16];
    Arrays.fill(pixels, colour);
    return pixels;
  }

  @Test
  void glbHasItsChunksWhereItsHeadSays() {
    byte[] glb = Glb.write(MODEL);
    var bytes = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(0)).isEqualTo(0x46546C67);
    assertThat(bytes.getInt(8)).isEqualTo(glb.length);
    int head = bytes.getInt(12);
    assertThat(bytes.getInt(20 + head + 4)).isEqualTo(0x004E4942);
    assertThat(20 + head + 8 + bytes.getInt(20 + head)).isEqualTo(glb.length);
    String json = new String(glb, 20, head, StandardCharsets.UTF_8);
    assertThat(json).contains("\"provider\":\"local-preview\"", "KHR_materials_sheen", "TANGENT");
  }

  @Test
  void objNamesItsMaterialsAndTheirTextures() {
    Map<String, byte[]> files = Obj.write(MODEL);
    assertThat(files).containsKeys("cap.obj", "cap.mtl", "cloth-colour.png", "cloth-normal.png");
    String obj = new String(files.get("cap.obj"), StandardCharsets.UTF_8);
    String mtl = new String(files.get("cap.mtl"), StandardCharsets.UTF_8);
    assertThat(obj).contains("mtllib cap.mtl", "usemtl cloth", "# provider: local-preview");
    assertThat(mtl).contains("newmtl cloth", "map_Kd cloth-colour.png");
    assertThat(obj.lines().filter(line -> line.startsWith("f "))).hasSize(MODEL.triangleCount());
    assertThat(Obj.zip(MODEL)).isEqualTo(Obj.zip(MODEL));
  }

  @Test
  void stlHoldsTheSolidPartsInMillimetresUpright() {
    byte[] stl = Stl.write(MODEL);
    var bytes = ByteBuffer.wrap(stl).order(ByteOrder.LITTLE_ENDIAN);
    int count = MODEL.parts().getFirst().mesh().triangleCount();
    assertThat(bytes.getInt(80)).isEqualTo(count);
    assertThat(stl).hasSize(84 + 50 * count);
    float highest = 0;
    for (int t = 0; t < count; t++) {
      highest = Math.max(highest, bytes.getFloat(84 + 50 * t + 12 + 8));
    }
    assertThat(highest).isBetween(200f, 220f);
  }

  @Test
  void usdzIsStoredAndAlignedAndNamesItsTextures() throws IOException {
    byte[] usdz = Usdz.write(MODEL);
    var bytes = ByteBuffer.wrap(usdz).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    int files = 0;
    while (bytes.getInt(at) == 0x04034b50) {
      int data = at + 30 + bytes.getShort(at + 26) + bytes.getShort(at + 28);
      assertThat(data % 64).isZero();
      assertThat(bytes.getShort(at + 8)).isZero();
      at = data + bytes.getInt(at + 18);
      files++;
    }
    assertThat(files).isEqualTo(4);
    Map<String, String> entries = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(usdz))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(entries.keySet()).first().isEqualTo("cap.usda");
    String layer = entries.remove("cap.usda");
    assertThat(layer).startsWith("#usda 1.0").contains("string provider = \"local-preview\"");
    assertThat(Pattern.compile("@([^@]*)@").matcher(layer).results().map(m -> m.group(1)))
        .contains("textures/cloth-baseColour.png")
        .hasSameElementsAs(entries.keySet());
  }
}
