package com.devskyy.studio.export;

import com.devskyy.studio.mesh.Mesh;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes USDZ: a layer in USD's text form and its textures in an archive that is only stored,
/// every file at a multiple of 64 bytes, so that viewers can map it into memory.
public final class Usdz {
  private static final int ALIGN = 64;

  private final StringBuilder layer = new StringBuilder(1 << 20);
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private Usdz() {}

  public static byte[] write(Model model) {
    var usdz = new Usdz();
    usdz.layer(model);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(model.name() + ".usda", usdz.layer.toString().getBytes(StandardCharsets.UTF_8));
    all.putAll(usdz.files);
    return StoredZip.of(all, ALIGN);
  }

  private void layer(Model model) {
    layer.append("#usda 1.0\n(\n    customLayerData = {\n");
    model
        .extras()
        .forEach(
            (name, value) -> layer.append("        string %s = \"%s\"\n".formatted(name, value)));
    layer.append(
        "    }\n    defaultPrim = \"Garment\"\n    metersPerUnit = 1\n    upAxis = \"Y\"\n)\n\n");
    layer.append("def Xform \"Garment\"\n{\n");
    for (Model.Part part : model.parts()) {
      mesh(part);
    }
    layer.append("    def Scope \"Materials\"\n    {\n");
    for (Model.Part part : model.parts()) {
      material(part.material());
    }
    layer.append("    }\n}\n");
  }

  private void mesh(Model.Part part) {
    Mesh mesh = part.mesh();
    layer
        .append("    def Mesh \"")
        .append(part.material().name())
        .append("Mesh\" (\n")
        .append("        prepend apiSchemas = [\"MaterialBindingAPI\"]\n    )\n    {\n");
    float[] b = mesh.bounds();
    layer.append("        float3[] extent = [");
    vector(b, 0, 3);
    layer.append(", ");
    vector(b, 3, 3);
    layer.append("]\n        int[] faceVertexCounts = [");
    layer.append("3, ".repeat(mesh.triangleCount() - 1)).append("3]\n");
    layer.append("        int[] faceVertexIndices = [");
    for (int c = 0; c < mesh.triangles().length; c++) {
      layer.append(c == 0 ? "" : ", ").append(mesh.triangles()[c]);
    }
    layer.append("]\n");
    vectors("normal3f[] normals", mesh.normals(), 3, "vertex");
    vectors("point3f[] points", mesh.positions(), 3, "");
    if (mesh.isTextured()) {
      float[] st = mesh.uvs().clone();
      for (int i = 1; i < st.length; i += 2) {
        st[i] = 1 - st[i];
      }
      vectors("texCoord2f[] primvars:st", st, 2, "vertex");
    }
    layer.append("        uniform token subdivisionScheme = \"none\"\n");
    layer
        .append("        rel material:binding = </Garment/Materials/")
        .append(part.material().name())
        .append(">\n    }\n\n");
  }

  private void vectors(String name, float[] values, int size, String interpolation) {
    layer.append("        ").append(name).append(" = [");
    for (int i = 0; i < values.length; i += size) {
      layer.append(i == 0 ? "" : ", ");
      vector(values, i, size);
    }
    layer.append(']');
    if (!interpolation.isEmpty()) {
      layer
          .append(" (\n            interpolation = \"")
          .append(interpolation)
          .append("\"\n        )");
    }
    layer.append('\n');
  }

  private void vector(float[] values, int at, int size) {
    layer.append('(');
    for (int i = 0; i < size; i++) {
      layer.append(i == 0 ? "" : ", ").append(Math.round(values[at + i] * 1e5) / 1e5);
    }
    layer.append(')');
  }

  private void material(Material material) {
    String path = "/Garment/Materials/" + material.name();
    List<String> shaders = new ArrayList<>();
    var surface = new StringBuilder();
    int c = material.colour();
    String colour =
        String.format(
            Locale.ROOT,
            "(%.4f, %.4f, %.4f)",
            linear(c >> 16 & 255),
            linear(c >> 8 & 255),
            linear(c & 255));
    boolean lit = !material.unlit();
    String target = lit ? "diffuseColor" : "emissiveColor";
    if (material.baseColour() != null) {
      connect(surface, "color3f", target, path, "baseColour", "rgb");
      shaders.add(texture(material, "baseColour", material.baseColour(), "sRGB"));
    } else {
      surface.append("            color3f inputs:%s = %s\n".formatted(target, colour));
    }
    if (!lit) {
      surface.append("            color3f inputs:diffuseColor = (0, 0, 0)\n");
    }
    if (lit && material.surface() != null) {
      connect(surface, "float", "occlusion", path, "surfaceMap", "r");
      connect(surface, "float", "roughness", path, "surfaceMap", "g");
      connect(surface, "float", "metallic", path, "surfaceMap", "b");
      shaders.add(texture(material, "surfaceMap", material.surface(), "raw"));
    } else {
      surface.append("            float inputs:roughness = " + material.roughness() + "\n");
      surface.append(
          "            float inputs:metallic = " + (lit ? material.metallic() : 0f) + "\n");
    }
    if (lit && material.normal() != null) {
      connect(surface, "normal3f", "normal", path, "normalMap", "rgb");
      shaders.add(texture(material, "normalMap", material.normal(), "raw"));
    }
    layer
        .append("        def Material \"")
        .append(material.name())
        .append("\"\n        {\n")
        .append("        token outputs:surface.connect = <")
        .append(path)
        .append("/surface.outputs:surface>\n\n        def Shader \"surface\"\n        {\n")
        .append("            uniform token info:id = \"UsdPreviewSurface\"\n")
        .append(surface)
        .append("            token outputs:surface\n        }\n");
    if (!shaders.isEmpty()) {
      layer.append(
          """
                  def Shader "places"
                  {
                      uniform token info:id = "UsdPrimvarReader_float2"
                      string inputs:varname = "st"
                      float2 outputs:result
                  }
          """);
    }
    shaders.forEach(layer::append);
    layer.append("        }\n");
  }

  private static void connect(
      StringBuilder out, String type, String input, String path, String shader, String output) {
    out.append(
        "            %s inputs:%s.connect = <%s/%s.outputs:%s>\n"
            .formatted(type, input, path, shader, output));
  }

  private String texture(Material material, String name, @Nullable Texture texture, String space) {
    if (texture == null) {
      return "";
    }
    String file = "textures/" + material.name() + "-" + name + "." + texture.suffix();
    files.put(file, texture.file());
    String unpack =
        name.equals("normalMap")
            ? """
                      float4 inputs:scale = (2, 2, 2, 1)
                      float4 inputs:bias = (-1, -1, -1, 0)
              """
            : "";
    return """
            def Shader "%s"
            {
                uniform token info:id = "UsdUVTexture"
                asset inputs:file = @%s@
                token inputs:sourceColorSpace = "%s"
                float2 inputs:st.connect = </Garment/Materials/%s/places.outputs:result>
    %s            float outputs:r
                float outputs:g
                float outputs:b
                float3 outputs:rgb
            }
    """
        .formatted(name, file, space, material.name(), unpack);
  }

  private static double linear(int channel) {
    double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4);
  }
}
