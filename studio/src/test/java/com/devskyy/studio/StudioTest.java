package com.devskyy.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.export.Model;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the studio makes of an order. [EveryGarmentTest] has the rules that all garments keep.
final class StudioTest {
  private static final Studio STUDIO = new Studio();

  private static GarmentOrder order(GarmentType type, Style style) {
    return new GarmentOrder(type, Collection.BLACK_ROSE, style, "", 1);
  }

  @Test
  void previewsShowFrontThreeQuarterAndBack() {
    Garment garment = STUDIO.make(order(GarmentType.BEANIE, Style.LOW_POLY), Progress.NONE);
    assertThat(garment.previews())
        .extracting(Preview::view)
        .containsExactly("front", "three-quarter", "back");
    assertThat(garment.previews())
        .allSatisfy(preview -> assertThat(preview.pixels().width()).isEqualTo(Studio.PREVIEW));
  }

  /// Navy on a beige collection, by where on the garment it is found.
  @Test
  void aColourIsSeenOnThePartThatItIsSaidOf() {
    assertThat(navy("")).isEmpty();
    assertThat(navy("hoodie with navy drawstrings"))
        .as("from the hood's rim down the chest")
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at.z()).isPositive())
        .allSatisfy(at -> assertThat(at.x()).isBetween(-0.08, 0.08))
        .allSatisfy(at -> assertThat(at.y()).isBetween(-0.3, 0.05));
    assertThat(navy("hoodie with navy ribbing"))
        .as("hem and cuffs")
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at.y() < -0.61 || Math.abs(at.x()) > 0.4).isTrue());
    assertThat(navy("hoodie with \"OAK\" in navy"))
        .as("middle of the chest")
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at.z()).isPositive())
        .allSatisfy(at -> assertThat(at.x()).isBetween(-0.15, 0.15))
        .allSatisfy(at -> assertThat(at.y()).isBetween(-0.42, -0.15));
  }

  @Test
  void aColourOfNothingElseIsSeenAllOver() {
    assertThat(navy("hoodie with navy drawstrings").size()).isLessThan(SAMPLES / 10);
    assertThat(navy("navy, gold drawstrings").size()).isGreaterThan(SAMPLES / 3);
  }

  private record Place(double x, double y, double z) {}

  /// About as many places of a hoodie are looked at: the corners of a grid on each triangle.
  private static final int SAMPLES = 1_300 * 28;

  private static final int GRID = 8;

  /// Where a hoodie's paint is bluer than red.
  private static List<Place> navy(String prompt) {
    var order =
        new GarmentOrder(GarmentType.HOODIE, Collection.SIGNATURE, Style.LOW_POLY, prompt, 1);
    Model.Part part = STUDIO.make(order, Progress.NONE).model().parts().getFirst();
    Pixels paint = Objects.requireNonNull(part.material().baseColour()).pixels();
    Mesh mesh = part.mesh();
    List<Place> found = new ArrayList<>();
    for (int c = 0; c < mesh.triangles().length; c += 3) {
      for (int a = 1; a < GRID; a++) {
        for (int b = 1; a + b < GRID; b++) {
          double[] uv = at(mesh, mesh.uvs(), c, a, b);
          int texel =
              (int) (uv[1] * paint.height()) * paint.width() + (int) (uv[0] * paint.width());
          int colour = paint.argb()[texel];
          if ((colour & 255) > (colour >> 16 & 255)) {
            double[] p = at(mesh, mesh.positions(), c, a, b);
            found.add(new Place(p[0], p[1], p[2]));
          }
        }
      }
    }
    return found;
  }

  private static double[] at(Mesh mesh, float[] values, int corner, int a, int b) {
    int size = values.length / mesh.vertexCount();
    int[] shares = {a, b, GRID - a - b};
    double[] sum = new double[size];
    for (int k = 0; k < 3; k++) {
      for (int d = 0; d < size; d++) {
        sum[d] += values[size * mesh.triangles()[corner + k] + d] * shares[k] / (double) GRID;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatIsWrittenTheSameTwice(Format format) {
    var model = STUDIO.make(order(GarmentType.CAP, Style.LOW_POLY), Progress.NONE).model();
    assertThat(format.write(model)).isNotEmpty().isEqualTo(format.write(model));
  }

  @Test
  void progressRisesToOne() {
    List<Double> seen = new ArrayList<>();
    STUDIO.make(order(GarmentType.CAP, Style.LOW_POLY), (fraction, _) -> seen.add(fraction));
    assertThat(seen).isSorted().endsWith(1.0).hasSizeGreaterThan(4);
  }

  @Test
  void aPromptThatIsTooLongIsRefusedWithItsLength() {
    assertThatThrownBy(
            () ->
                new GarmentOrder(
                    GarmentType.CAP, Collection.SIGNATURE, Style.ANIME, "x".repeat(4_001), 1))
        .hasMessage("prompt must have at most 4000 characters, had 4001");
  }
}
