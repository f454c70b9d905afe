package com.devskyy.studio;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.mesh.Shell;
import java.util.Arrays;
import java.util.List;

/// The line around a drawing, as any viewer shows it: a dark hull a little larger than the garment
/// and turned inside out, of which one sees only what sticks out behind it.
final class Outline {
  private static final int INK = 0x17121A;

  private Outline() {}

  /// @param wide metres that the line is wide
  static Model.Part of(List<Shell> shells, double wide) {
    int vertices = shells.stream().mapToInt(s -> s.points().length / 3).sum();
    int corners = shells.stream().mapToInt(s -> s.triangles().length).sum();
    float[] positions = new float[3 * vertices];
    float[] normals = new float[3 * vertices];
    int[] triangles = new int[corners];
    int vertex = 0;
    int corner = 0;
    for (Shell shell : shells) {
      double[] n = shell.normals();
      for (int i = 0; i < n.length; i++) {
        positions[3 * vertex + i] = (float) (shell.points()[i] + wide * n[i]);
        normals[3 * vertex + i] = (float) -n[i];
      }
      int[] from = shell.triangles();
      for (int c = 0; c < from.length; c += 3) {
        triangles[corner++] = vertex + from[c];
        triangles[corner++] = vertex + from[c + 2];
        triangles[corner++] = vertex + from[c + 1];
      }
      vertex += n.length / 3;
    }
    unit(normals);
    var hull = new Mesh(positions, normals, new float[0], Arrays.copyOf(triangles, corner));
    return new Model.Part(hull, Material.flat("outline", INK));
  }

  private static void unit(float[] normals) {
    for (int i = 0; i < normals.length; i += 3) {
      double length =
          Math.sqrt(
              normals[i] * normals[i]
                  + normals[i + 1] * normals[i + 1]
                  + normals[i + 2] * normals[i + 2]);
      for (int k = 0; k < 3; k++) {
        normals[i + k] = length > 0 ? (float) (normals[i + k] / length) : k == 1 ? 1 : 0;
      }
    }
  }
}
