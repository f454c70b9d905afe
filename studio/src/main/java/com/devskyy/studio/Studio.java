package com.devskyy.studio;

import com.devskyy.studio.export.Glb;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.field.Noise;
import com.devskyy.studio.garment.Cut;
import com.devskyy.studio.garment.Fit;
import com.devskyy.studio.garment.Patterns;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.look.Dress;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.render.Renderer;
import com.devskyy.studio.render.View;
import java.util.ArrayList;
import java.util.List;

/// Makes garments in the process, from words alone. Threads may share it; one garment keeps one
/// core busy for about a second. The same order gives the same bytes.
public final class Studio {
  /// Pixels a side of a preview.
  public static final int PREVIEW = 768;

  public Garment make(GarmentOrder order, Progress progress) {
    var dress = Dress.of(order);
    var manner = Manner.of(order.style());
    Cut cut = Patterns.cut(order.type(), new Fit(dress, manner.folds(), new Noise(order.seed())));
    return finish(new Tailor(order, dress, cut, manner, progress).model(), progress);
  }

  /// The GLB, measures and previews of a model, however it came about.
  public static Garment finish(Model model, Progress progress) {
    progress.at(0.7, "writing the model");
    byte[] glb = Glb.write(model);
    var renderer = new Renderer(PREVIEW, PREVIEW);
    List<Preview> previews = new ArrayList<>();
    for (View view : List.of(View.FRONT, View.THREE_QUARTER, View.BACK)) {
      progress.at(0.75 + 0.08 * previews.size(), "drawing the " + view.name() + " view");
      Pixels pixels = renderer.draw(model, view);
      previews.add(new Preview(view.name(), pixels, Png.encode(pixels)));
    }
    progress.at(1, "done");
    return new Garment(model, glb, Figures.of(model, glb), List.copyOf(previews));
  }
}
