package com.devskyy.studio.export;

import com.devskyy.studio.mesh.Mesh;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes binary STL in millimetres, as printers take it: z up, without what is only drawn around a
/// model (unlit parts without a texture).
public final class Stl {
  private static final int TRIANGLE = 50;

  private Stl() {}

  public static byte[] write(Model model) {
    var solid = model.parts().stream().filter(part -> !isDrawing(part.material())).toList();
    int count = solid.stream().mapToInt(part -> part.mesh().triangleCount()).sum();
    var out = ByteBuffer.allocate(84 + TRIANGLE * count).order(ByteOrder.LITTLE_ENDIAN);
    String head =
        "DevSkyy studio " + model.extras().getOrDefault(Model.PROVIDER, "") + " " + model.name();
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    out.put(bytes, 0, Math.min(80, bytes.length)).position(80).putInt(count);
    solid.forEach(part -> triangles(part.mesh(), out));
    return out.array();
  }

  private static boolean isDrawing(Material material) {
    return material.unlit() && material.baseColour() == null;
  }

  private static void triangles(Mesh mesh, ByteBuffer out) {
    float[] p = mesh.positions();
    int[] t = mesh.triangles();
    for (int c = 0; c < t.length; c += 3) {
      int a = 3 * t[c];
      int b = 3 * t[c + 1];
      int d = 3 * t[c + 2];
      float ux = p[b] - p[a];
      float uy = p[b + 1] - p[a + 1];
      float uz = p[b + 2] - p[a + 2];
      float vx = p[d] - p[a];
      float vy = p[d + 1] - p[a + 1];
      float vz = p[d + 2] - p[a + 2];
      float nx = uy * vz - uz * vy;
      float ny = uz * vx - ux * vz;
      float nz = ux * vy - uy * vx;
      float length = (float) Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-20f;
      out.putFloat(nx / length).putFloat(-nz / length).putFloat(ny / length);
      for (int v : new int[] {a, b, d}) {
        out.putFloat(1000 * p[v]).putFloat(-1000 * p[v + 2]).putFloat(1000 * p[v + 1]);
      }
      out.putShort((short) 0);
    }
  }
}
