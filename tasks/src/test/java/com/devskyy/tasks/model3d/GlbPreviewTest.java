package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.providers.asset.Glb;
import com.devskyy.studio.Garment;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoLimits;
import org.junit.jupiter.api.Test;

/// A model of which there is only the file.
final class GlbPreviewTest {
  /// The file's shape and colours are those that were written: the pictures differ by the weave and
  /// the sheen, which this one does not draw.
  @Test
  void aModelReadFromItsFileLooksAsItsMakerShowsIt() throws Exception {
    Garment cap =
        new Studio()
            .make(
                new GarmentOrder(
                    com.devskyy.studio.order.GarmentType.CAP,
                    com.devskyy.studio.order.Collection.LOVE_HURTS,
                    com.devskyy.studio.order.Style.REALISTIC,
                    "Love Hurts cap",
                    1),
                (_, _) -> {});
    Photo drawn =
        Photo.read(GlbPreview.draw(Glb.read(cap.glb())).orElseThrow(), PhotoLimits.DEFAULT);
    Photo shown = Photo.read(cap.previews().get(1).png(), PhotoLimits.DEFAULT);
    assertThat(drawn.width()).isEqualTo(shown.width());
    assertThat(drawn.height()).isEqualTo(shown.height());
    assertThat(difference(drawn, shown)).isLessThan(4);
    Photo other = Photo.read(cap.previews().get(2).png(), PhotoLimits.DEFAULT);
    assertThat(difference(drawn, other)).as("from behind").isGreaterThan(8);
  }

  /// Mean over all channels, of 255.
  private static double difference(Photo a, Photo b) {
    long sum = 0;
    for (int y = 0; y < a.height(); y++) {
      for (int x = 0; x < a.width(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.argb(x, y) >> shift & 255) - (b.argb(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3.0 * a.width() * a.height());
  }
}
