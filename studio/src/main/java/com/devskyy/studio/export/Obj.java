package com.devskyy.studio.export;

import com.devskyy.studio.mesh.Mesh;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes Wavefront OBJ: the mesh, its MTL, and its textures beside them.
public final class Obj {
  private Obj() {}

  /// Files by name; the first is the OBJ.
  public static Map<String, byte[]> write(Model model) {
    var mesh = new StringBuilder("# DevSkyy studio\n");
    model.extras().forEach((name, value) -> mesh.append("# %s: %s\n".formatted(name, value)));
    mesh.append("mtllib ").append(model.name()).append(".mtl\n");
    var materials = new StringBuilder();
    Map<String, byte[]> textures = new LinkedHashMap<>();
    int first = 1;
    for (Model.Part part : model.parts()) {
      mesh.append("o ").append(part.material().name()).append('\n');
      mesh.append("usemtl ").append(part.material().name()).append('\n');
      faces(part.mesh(), first, mesh);
      first += part.mesh().vertexCount();
      material(part.material(), materials, textures);
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(model.name() + ".obj", mesh.toString().getBytes(StandardCharsets.UTF_8));
    files.put(model.name() + ".mtl", materials.toString().getBytes(StandardCharsets.UTF_8));
    files.putAll(textures);
    return files;
  }

  /// All files in one archive.
  public static byte[] zip(Model model) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : write(model).entrySet()) {
        var entry = new ZipEntry(file.getKey());
        // A fixed time, or the same model would not give the same bytes.
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return out.toByteArray();
  }

  private static void faces(Mesh mesh, int first, StringBuilder out) {
    float[] p = mesh.positions();
    float[] n = mesh.normals();
    float[] uv = mesh.uvs();
    for (int i = 0; i < p.length; i += 3) {
      line(out, "v", p[i], p[i + 1], p[i + 2]);
    }
    for (int i = 0; i < p.length / 3; i++) {
      // OBJ counts v upwards. A part without a texture gets places too, so that numbers agree.
      out.append(
          mesh.isTextured()
              ? "vt " + fixed(uv[2 * i]) + " " + fixed(1 - uv[2 * i + 1]) + "\n"
              : "vt 0 0\n");
    }
    for (int i = 0; i < n.length; i += 3) {
      line(out, "vn", n[i], n[i + 1], n[i + 2]);
    }
    int[] t = mesh.triangles();
    for (int c = 0; c < t.length; c++) {
      int v = first + t[c];
      out.append(c % 3 == 0 ? "f " : " ").append(v).append('/').append(v).append('/').append(v);
      out.append(c % 3 == 2 ? "\n" : "");
    }
  }

  private static void line(StringBuilder out, String kind, float x, float y, float z) {
    out.append(kind).append(' ').append(fixed(x)).append(' ').append(fixed(y));
    out.append(' ').append(fixed(z)).append('\n');
  }

  /// Five places after the point: hundredths of a millimetre.
  private static String fixed(float value) {
    long units = Math.round(value * 1e5);
    String digits = "%06d".formatted(Math.abs(units));
    int point = digits.length() - 5;
    return (units < 0 ? "-" : "") + digits.substring(0, point) + "." + digits.substring(point);
  }

  private static void material(Material material, StringBuilder out, Map<String, byte[]> textures) {
    int colour = material.colour();
    out.append("newmtl ").append(material.name()).append('\n');
    out.append("Kd");
    for (int shift = 16; shift >= 0; shift -= 8) {
      out.append(' ').append(fixed((colour >> shift & 255) / 255f));
    }
    out.append("\nKs 0.04 0.04 0.04\nNs 20\nillum ").append(material.unlit() ? 0 : 2).append('\n');
    texture(material, "map_Kd", "colour", material.baseColour(), out, textures);
    texture(material, "norm", "normal", material.normal(), out, textures);
    texture(material, "map_ORM", "surface", material.surface(), out, textures);
  }

  private static void texture(
      Material material,
      String key,
      String name,
      @Nullable Texture texture,
      StringBuilder out,
      Map<String, byte[]> textures) {
    if (texture != null) {
      String file = material.name() + "-" + name + "." + texture.suffix();
      out.append(key).append(' ').append(file).append('\n');
      textures.put(file, texture.file());
    }
  }
}
