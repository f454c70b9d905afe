package com.devskyy.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the studio promises of every garment. [GarmentMatrix] checks the same for all 108.
final class StudioTest {
  private static final Studio STUDIO = new Studio();

  private static GarmentOrder order(GarmentType type, Style style) {
    return new GarmentOrder(type, Collection.BLACK_ROSE, style, "", 1);
  }

  @ParameterizedTest
  @EnumSource(GarmentType.class)
  void everyGarmentIsClosedWellLaidOutAndWithinItsLimits(GarmentType type) {
    var order = order(type, Style.REALISTIC);
    Garment garment = STUDIO.make(order, Progress.NONE);
    assertThat(Acceptance.findings(garment, order.style(), GarmentMatrix.euler(order))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyStyleKeepsTheLimits(Style style) {
    var order = order(GarmentType.HOODIE, style);
    Garment garment = STUDIO.make(order, Progress.NONE);
    assertThat(Acceptance.findings(garment, style, GarmentMatrix.euler(order))).isEmpty();
  }

  @Test
  void sameOrderGivesTheSameBytesAndAnotherSeedOthers() {
    var order = order(GarmentType.CAP, Style.REALISTIC);
    Garment one = STUDIO.make(order, Progress.NONE);
    Garment two = new Studio().make(order, Progress.NONE);
    assertThat(one.glb()).isEqualTo(two.glb());
    assertThat(one.previews().get(1).png()).isEqualTo(two.previews().get(1).png());
    var other = new GarmentOrder(order.type(), order.collection(), order.style(), "", 2);
    assertThat(STUDIO.make(other, Progress.NONE).glb()).isNotEqualTo(one.glb());
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

  @Test
  void wordsOfThePromptChangeTheGarment() {
    var plain = order(GarmentType.CAP, Style.LOW_POLY);
    byte[] glb = STUDIO.make(plain, Progress.NONE).glb();
    for (String prompt : List.of("navy cap", "\"OAK\" print", "red buttons and gold embroidery")) {
      var other = new GarmentOrder(plain.type(), plain.collection(), plain.style(), prompt, 1);
      assertThat(STUDIO.make(other, Progress.NONE).glb()).as(prompt).isNotEqualTo(glb);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatIsWrittenTheSameTwice(Format format) {
    var model = STUDIO.make(order(GarmentType.CAP, Style.LOW_POLY), Progress.NONE).model();
    assertThat(format.write(model)).isNotEmpty().isEqualTo(format.write(model));
    assertThat(Format.of(format.word())).isEqualTo(format);
  }

  @Test
  void progressRisesToOne() {
    List<Double> seen = new ArrayList<>();
    STUDIO.make(order(GarmentType.CAP, Style.LOW_POLY), (fraction, _) -> seen.add(fraction));
    assertThat(seen).isSorted().endsWith(1.0).hasSizeGreaterThan(4);
  }

  @Test
  void wordsOfTheWireAreReadAndOthersRefusedWithWhatIsAllowed() {
    assertThat(GarmentType.of("track_pants")).isEqualTo(GarmentType.TRACK_PANTS);
    assertThat(Style.of("low-poly")).isEqualTo(Style.LOW_POLY);
    assertThat(Collection.of("BLACK")).isEqualTo(Collection.BLACK_ROSE);
    assertThatThrownBy(() -> Style.of("photo"))
        .hasMessage("style must be one of realistic, cartoon, anime, low-poly; was \"photo\"");
  }
}
