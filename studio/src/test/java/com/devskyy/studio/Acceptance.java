package com.devskyy.studio;

import com.devskyy.studio.export.Model;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.mesh.Topology;
import com.devskyy.studio.order.Style;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What every garment has to keep to, as findings in words. Shared by the tests and by the tool
/// that goes through the whole matrix.
final class Acceptance {
  /// Texels a metre that no side of the cloth may go below, and the most a triangle may be
  /// stretched: greatest over least texels a metre within it.
  static final double LEAST_DENSITY = 500;

  static final double MOST_STRETCH = 2;

  /// Triangles smaller than this are left out of density and stretch: their sides are rounding.
  private static final double SPECK = 1e-7;

  private Acceptance() {}

  static List<String> findings(Garment garment, Style style, int euler) {
    List<String> found = new ArrayList<>();
    Mesh cloth = garment.model().parts().getFirst().mesh();
    Topology topology = Topology.of(cloth);
    check(found, topology.isClosedManifold(), "not closed and manifold: " + topology);
    check(found, topology.euler() == euler, "Euler number " + topology.euler() + ", not " + euler);
    for (Model.Part part : garment.model().parts()) {
      check(found, Topology.of(part.mesh()).isClosedManifold(), "a part is open");
    }
    int limit = style == Style.LOW_POLY ? 1_500 : 30_000;
    int triangles = garment.model().triangleCount();
    check(found, triangles <= limit, triangles + " triangles, more than " + limit);
    check(found, garment.glb().length <= 1_500_000, garment.glb().length + " bytes");
    String head = new String(garment.glb(), 0, 2000, StandardCharsets.UTF_8);
    check(found, head.contains("\"provider\":\"local-preview\""), "does not say who made it");
    int width = garment.model().parts().getFirst().material().baseColour().pixels().width();
    int height = garment.model().parts().getFirst().material().baseColour().pixels().height();
    int overlaps = overlaps(cloth, width, height);
    check(found, overlaps == 0, overlaps + " texels in two triangles");
    stretch(found, cloth, width, height);
    return found;
  }

  private static void check(List<String> found, boolean holds, String otherwise) {
    if (!holds) {
      found.add(otherwise);
    }
  }

  /// Texels whose middle lies well inside of two triangles.
  static int overlaps(Mesh mesh, int width, int height) {
    boolean[] covered = new boolean[width * height];
    int twice = 0;
    float[] uv = mesh.uvs();
    int[] t = mesh.triangles();
    for (int c = 0; c < t.length; c += 3) {
      double ax = uv[2 * t[c]] * width;
      double ay = uv[2 * t[c] + 1] * height;
      double bx = uv[2 * t[c + 1]] * width - ax;
      double by = uv[2 * t[c + 1] + 1] * height - ay;
      double dx = uv[2 * t[c + 2]] * width - ax;
      double dy = uv[2 * t[c + 2] + 1] * height - ay;
      double area = bx * dy - by * dx;
      int top = (int) Math.floor(ay + Math.min(0, Math.min(by, dy)));
      int bottom = (int) Math.ceil(ay + Math.max(0, Math.max(by, dy)));
      int left = (int) Math.floor(ax + Math.min(0, Math.min(bx, dx)));
      int right = (int) Math.ceil(ax + Math.max(0, Math.max(bx, dx)));
      for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, right); x++) {
          double px = x + 0.5 - ax;
          double py = y + 0.5 - ay;
          double wb = (px * dy - py * dx) / area;
          double wc = (py * bx - px * by) / area;
          double inside = Math.min(Math.min(wb, wc), 1 - wb - wc) * Math.sqrt(Math.abs(area));
          if (inside > 0.02) {
            twice += covered[y * width + x] ? 1 : 0;
            covered[y * width + x] = true;
          }
        }
      }
    }
    return twice;
  }

  /// Both axes of the ellipse that a circle on the cloth becomes in the texture.
  private static void stretch(List<String> found, Mesh mesh, int width, int height) {
    int stretched = 0;
    int thin = 0;
    double most = 0;
    float[] p = mesh.positions();
    float[] uv = mesh.uvs();
    int[] t = mesh.triangles();
    for (int c = 0; c < t.length; c += 3) {
      double[] e = edge(p, t[c], t[c + 1]);
      double[] f = edge(p, t[c], t[c + 2]);
      double ee = dot(e, e);
      double ef = dot(e, f);
      double ff = dot(f, f);
      double area = Math.sqrt(Math.max(0, ee * ff - ef * ef));
      if (area < SPECK) {
        continue;
      }
      // The cloth's own axes: x along e.
      double fx = ef / Math.sqrt(ee);
      double fy = area / Math.sqrt(ee);
      double eu = (uv[2 * t[c + 1]] - uv[2 * t[c]]) * width;
      double ev = (uv[2 * t[c + 1] + 1] - uv[2 * t[c] + 1]) * height;
      double fu = (uv[2 * t[c + 2]] - uv[2 * t[c]]) * width;
      double fv = (uv[2 * t[c + 2] + 1] - uv[2 * t[c] + 1]) * height;
      double xu = eu / Math.sqrt(ee);
      double xv = ev / Math.sqrt(ee);
      double yu = (fu - fx * xu) / fy;
      double yv = (fv - fx * xv) / fy;
      double half = (xu * xu + xv * xv + yu * yu + yv * yv) / 2;
      double turn = Math.abs(xu * yv - xv * yu);
      double apart = Math.sqrt(Math.max(0, half * half - turn * turn));
      double greatest = Math.sqrt(half + apart);
      double least = Math.sqrt(Math.max(0, half - apart));
      most = Math.max(most, greatest / least);
      stretched += greatest / least > MOST_STRETCH ? 1 : 0;
      thin += Math.sqrt(greatest * least) < LEAST_DENSITY ? 1 : 0;
    }
    check(found, stretched == 0, stretched + " triangles stretched, by up to " + most);
    check(
        found, thin == 0, thin + " triangles with less than " + LEAST_DENSITY + " texels a metre");
  }

  private static double[] edge(float[] p, int from, int to) {
    return new double[] {
      p[3 * to] - p[3 * from], p[3 * to + 1] - p[3 * from + 1], p[3 * to + 2] - p[3 * from + 2]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
