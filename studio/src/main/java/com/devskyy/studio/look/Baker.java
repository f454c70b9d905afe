package com.devskyy.studio.look;

import com.devskyy.studio.export.Texture;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Atlas;
import com.devskyy.studio.mesh.Shell;
import java.util.IdentityHashMap;
import java.util.Objects;

/// Paints the textures of an atlas: for each texel the place in space is found, and the painter of
/// its cloth says what it looks like there. What seams of the atlas cut apart fits together again,
/// as both sides are painted by the same place.
public final class Baker implements Atlas.Visitor {
  private static final double[] CEL_LIGHT = {-0.42, 0.62, 0.66};

  private final Atlas atlas;
  private final IdentityHashMap<Shell, Painter> painters;
  private final Finish finish;
  private final Brush brush;
  private final int[] base;
  private final int[] surface;
  private final float[] height;
  private final byte[] weave;
  private Shell shell;
  private Painter painter;
  private int a;
  private int b;
  private int c;
  private boolean rim;
  private double facet = 1;

  /// @param painters by shell, which are told apart by identity
  public Baker(
      Atlas atlas, IdentityHashMap<Shell, Painter> painters, Palette palette, Finish finish) {
    this.atlas = atlas;
    this.painters = painters;
    this.finish = finish;
    brush = new Brush(palette, finish, atlas.density());
    base = new int[atlas.width() * atlas.height()];
    surface = new int[base.length];
    height = new float[base.length];
    weave = new byte[base.length];
    shell = painters.keySet().iterator().next();
    painter = Objects.requireNonNull(painters.get(shell));
  }

  /// Base colour, normal and occlusion-roughness-metallic, in this order.
  public record Baked(Texture base, Texture normal, Texture surface) {}

  public Baked bake() {
    atlas.visit(this);
    Pad.edges(base, surface, height, atlas.width(), atlas.height());
    var normal = Relief.normals(height, weave, base, atlas.width(), atlas.density());
    fillRest();
    return new Baked(
        Texture.indexed(new Pixels(atlas.width(), atlas.height(), base)),
        Texture.indexed(normal),
        Texture.indexed(new Pixels(atlas.width(), atlas.height(), surface).halved()));
  }

  private void fillRest() {
    int cloth = 0xFF000000 | brush.palette().cloth();
    for (int i = 0; i < base.length; i++) {
      if (base[i] == 0) {
        base[i] = cloth;
        surface[i] = 0xFFFFE000;
      }
    }
  }

  @Override
  public void triangle(Shell shell, int triangle) {
    this.shell = shell;
    painter = Objects.requireNonNull(painters.get(shell));
    int[] corners = shell.triangles();
    a = corners[3 * triangle];
    b = corners[3 * triangle + 1];
    c = corners[3 * triangle + 2];
    brush.inside = shell.sides()[triangle] == Shell.INNER;
    rim = shell.sides()[triangle] == Shell.RIM;
    if (finish.faceted()) {
      facet = 0.93 + 0.14 * (((triangle * 0x9E3779B9) >>> 24) / 255.0);
    }
  }

  @Override
  public void texel(int x, int y, double wb, double wc) {
    int i = y * atlas.width() + x;
    double wa = 1 - wb - wc;
    boolean middle = wa >= 0 && wb >= 0 && wc >= 0;
    if (base[i] != 0 && !middle) {
      return;
    }
    double[] p = shell.origins();
    brush.x = wa * p[3 * a] + wb * p[3 * b] + wc * p[3 * c];
    brush.y = wa * p[3 * a + 1] + wb * p[3 * b + 1] + wc * p[3 * c + 1];
    brush.z = wa * p[3 * a + 2] + wb * p[3 * b + 2] + wc * p[3 * c + 2];
    double[] n = rim ? shell.rimNormals() : shell.normals();
    brush.nx = wa * n[3 * a] + wb * n[3 * b] + wc * n[3 * c];
    brush.ny = wa * n[3 * a + 1] + wb * n[3 * b + 1] + wc * n[3 * c + 1];
    brush.nz = wa * n[3 * a + 2] + wb * n[3 * b + 2] + wc * n[3 * c + 2];
    double open = wa * shell.occlusion()[a] + wb * shell.occlusion()[b] + wc * shell.occlusion()[c];
    brush.begin();
    if (brush.inside) {
      brush.cloth(Fabric.JERSEY, brush.palette().lining());
    } else {
      painter.paint(brush);
    }
    height[i] = (float) brush.height;
    weave[i] = brush.weave;
    base[i] = 0xFF000000 | Colours.scaled(brush.colour, light(open));
    surface[i] =
        0xFF000000
            | ((int) (Math.clamp(open, 0, 1) * 255 + 0.5)) << 16
            | steps(brush.roughness) << 8
            | (int) (brush.metallic * 255);
  }

  /// A part of the occlusion goes into the colour, so that folds show under any light.
  private double light(double open) {
    if (finish.celTones()) {
      return brush.shade * cel(open);
    }
    if (finish.faceted()) {
      return brush.shade * facet * (brush.inside ? 0.75 : 1);
    }
    double deep = finish.woven() ? 0.74 + 0.26 * open : open < 0.62 ? 0.8 : 1;
    return brush.shade * deep;
  }

  /// In 31 steps: roughness has few values, blends between them need no more.
  private static int steps(double value) {
    int step = (int) (Math.clamp(value, 0, 1) * 31 + 0.5);
    return step * 255 / 31;
  }

  private double cel(double open) {
    double length =
        Math.sqrt(brush.nx * brush.nx + brush.ny * brush.ny + brush.nz * brush.nz) + 1e-9;
    // The back has a light of its own: as it is painted on, all of the back would lie in shadow.
    double facing =
        (brush.nx * CEL_LIGHT[0] + brush.ny * CEL_LIGHT[1] + Math.abs(brush.nz) * CEL_LIGHT[2])
            / length;
    if (brush.inside) {
      return 0.5;
    }
    double lit = facing - 1.1 * Math.max(0, 0.72 - open);
    double tone = 0.56 + 0.22 * step(lit, -0.12) + 0.22 * step(lit, 0.3);
    return tone + 0.12 * step(facing, 0.955) * step(open, 0.8);
  }

  private static double step(double value, double at) {
    return Math.clamp(0.5 + (value - at) / 0.03, 0, 1);
  }
}
