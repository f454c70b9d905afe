package com.devskyy.studio;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.garment.Cut;
import com.devskyy.studio.garment.Panel;
import com.devskyy.studio.garment.Trimming;
import com.devskyy.studio.look.Baker;
import com.devskyy.studio.look.Dress;
import com.devskyy.studio.look.Finish;
import com.devskyy.studio.look.Painter;
import com.devskyy.studio.mesh.Atlas;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.mesh.Relax;
import com.devskyy.studio.mesh.Shell;
import com.devskyy.studio.mesh.Simplify;
import com.devskyy.studio.mesh.Surface;
import com.devskyy.studio.mesh.SurfaceNets;
import com.devskyy.studio.mesh.Thicken;
import com.devskyy.studio.mesh.Trim;
import com.devskyy.studio.order.GarmentOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a model of a cut: cloth from its fields, all in one texture, painted.
final class Tailor {
  /// Triangles that a panel needs.
  private static final int LEAST = 130;

  private final GarmentOrder order;
  private final Dress dress;
  private final Cut cut;
  private final Manner manner;
  private final Progress progress;

  Tailor(GarmentOrder order, Dress dress, Cut cut, Manner manner, Progress progress) {
    this.order = order;
    this.dress = dress;
    this.cut = cut;
    this.manner = manner;
    this.progress = progress;
  }

  Model model() {
    IdentityHashMap<Shell, Painter> painters = new IdentityHashMap<>();
    List<Shell> shells = new ArrayList<>();
    int[] wished = wished();
    for (int i = 0; i < wished.length; i++) {
      progress.at(0.05 + 0.3 * i / wished.length, "cutting the cloth");
      Panel panel = cut.panels().get(i);
      Shell shell = shell(panel, wished[i]);
      shells.add(shell);
      painters.put(shell, panel.painter());
    }
    for (Trimming trimming : cut.trimmings()) {
      Shell shell = manner.shaped(trimming.shell());
      shells.add(shell);
      painters.put(shell, trimming.painter());
    }
    progress.at(0.4, "laying out the texture");
    var atlas = Atlas.of(shells, manner.density() * (isSmall() ? 1.65 : 1));
    var finish = Finish.of(order.style());
    progress.at(0.5, "painting");
    var baked = new Baker(atlas, painters, dress.palette(), finish).bake();
    Mesh mesh = atlas.mesh(finish.faceted());
    var cloth =
        new Material(
            "cloth",
            0xFFFFFF,
            baked.base(),
            finish.woven() ? baked.normal() : null,
            finish.celTones() ? null : baked.surface(),
            1,
            1,
            finish.woven() ? dress.palette().sheen(cut.sheen()) : 0,
            finish.celTones());
    List<Model.Part> parts = new ArrayList<>();
    parts.add(new Model.Part(mesh, cloth));
    if (manner.outline() > 0) {
      parts.add(Outline.of(shells, manner.outline()));
    }
    return new Model(order.type().word(), parts, extras());
  }

  /// Triangles for each panel, by its share; small panels need some to keep their outline, which
  /// the first, the body, does without.
  private int[] wished() {
    int trimmings = cut.trimmings().stream().mapToInt(t -> t.shell().triangleCount()).sum();
    int all = manner.triangles() - trimmings;
    int[] wished = new int[cut.panels().size()];
    wished[0] = all;
    for (int i = 1; i < wished.length; i++) {
      wished[i] = Math.max(LEAST, (int) (cut.panels().get(i).share() * all));
      wished[0] -= wished[i];
    }
    return wished;
  }

  /// Caps and beanies are looked at from nearer.
  private boolean isSmall() {
    var box = cut.panels().getFirst().box();
    return box.x1() - box.x0() < 0.35;
  }

  private Map<String, String> extras() {
    Map<String, String> extras = new LinkedHashMap<>();
    extras.put(Model.PROVIDER, Model.LOCAL);
    extras.put("garment_type", order.type().word());
    extras.put("collection", order.collection().name());
    extras.put("style", order.style().word());
    extras.put("seed", Long.toString(order.seed()));
    return extras;
  }

  /// @param triangles wanted of the shell: outside, inside and rim
  private Shell shell(Panel panel, int triangles) {
    Surface closed = SurfaceNets.of(panel.body(), panel.box(), panel.cell());
    Relax.inPlace(closed, 2);
    Surface open = Trim.of(closed, panel.keep(), panel.cell());
    Surface light = simplified(open, triangles);
    settle(light, panel);
    double[] normals = Thicken.normals(light, panel.body(), manner.normalStep());
    var shell = Thicken.of(light, normals, panel.thickness() * manner.thickness());
    return manner.shaped(Openness.of(shell, panel, light.vertexCount()));
  }

  /// Rims cost triangles too, and how many is known only when it is done.
  private static Surface simplified(Surface surface, int triangles) {
    Surface light = Simplify.to(surface, (int) (0.46 * triangles));
    for (int round = 0; round < 4 && Thicken.triangles(light) > triangles; round++) {
      int over = Thicken.triangles(light) - triangles;
      light = Simplify.to(light, light.triangleCount() - over / 2 - 2);
    }
    return light;
  }

  /// Back onto the field, which relaxing and simplifying have left by a little; rims stay rims.
  private static void settle(Surface surface, Panel panel) {
    double[] place = new double[3];
    double[] direction = new double[3];
    Field body = panel.body();
    for (int v = 0; v < surface.vertexCount(); v++) {
      System.arraycopy(surface.points(), 3 * v, place, 0, 3);
      boolean rim = Math.abs(panel.keep().at(place[0], place[1], place[2])) < 0.25 * panel.cell();
      for (int round = 0; round < (rim ? 3 : 1); round++) {
        body.settle(place, direction);
        if (rim) {
          panel.keep().settle(place, direction);
        }
      }
      System.arraycopy(place, 0, surface.points(), 3 * v, 3);
    }
  }
}
