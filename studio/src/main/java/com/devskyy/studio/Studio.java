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
    Cut cut =
        Patterns.cut(
            order.type(),
            new Fit(dress, manner.folds(), manner.isCoarse(), new Noise(order.seed())));
    return finish(new Tailor(order, dress, cut, manner, progress).model(), progress);
  }

  /// The GLB and previews of a model, however it came about.
  public static Garment finish(Model model, Progress progress) {
    progress.at(0.7, "writing the model");
    byte[] glb = Glb.write(model);
    progress.at(0.75, "drawing the previews");
    List<View> views = List.of(View.FRONT, View.THREE_QUARTER, View.BACK);
    List<Pixels> pictures = new Renderer(PREVIEW, PREVIEW).draw(model, views);
    List<Preview> previews = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      Pixels pixels = pictures.get(i);
      previews.add(new Preview(views.get(i).name(), pixels, Png.encode(pixels)));
    }
    progress.at(1, "done");
    return new Garment(model, glb, List.copyOf(previews));
  }
}
