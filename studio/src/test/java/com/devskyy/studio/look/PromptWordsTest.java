package com.devskyy.studio.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.order.Collection;
import org.junit.jupiter.api.Test;

final class PromptWordsTest {
  private static final Palette BLACK = Palette.of(Collection.BLACK_ROSE);

  private static Palette read(String prompt) {
    return PromptWords.read(prompt).colour(BLACK);
  }

  private static int named(String colour) {
    return Colours.named(colour).orElseThrow();
  }

  @Test
  void aColourBelongsToTheThingNamedAfterIt() {
    Palette palette = read("Black Rose hoodie with gold embroidery and red cotton drawstrings");
    assertThat(palette.accent()).isEqualTo(named("gold"));
    assertThat(palette.cord()).isEqualTo(named("red"));
    assertThat(palette.cloth()).isEqualTo(BLACK.cloth());
  }

  @Test
  void aColourOfNothingElseIsTheCloths() {
    Palette palette = read("navy hoodie, white stripes");
    assertThat(palette.cloth()).isEqualTo(named("navy"));
    assertThat(palette.stripe()).isEqualTo(named("white"));
    assertThat(palette.rib()).isEqualTo(Colours.scaled(named("navy"), 0.84));
  }

  @Test
  void ofTwoColoursInARowTheFirstSaysWhichTheSecondIs() {
    assertThat(read("navy blue hoodie").cloth()).isEqualTo(named("navy"));
    assertThat(read("olive green drawstrings").cord()).isEqualTo(named("olive"));
  }

  @Test
  void namesOfCollectionsAreNoColours() {
    assertThat(read("the Black Rose tee")).isEqualTo(BLACK);
  }

  @Test
  void quotedTextIsWhatIsPrinted() {
    assertThat(PromptWords.read("a tee that says \"OAKLAND\" in gold").text()).contains("OAKLAND");
    assertThat(PromptWords.read("a tee").text()).isEmpty();
  }

  @Test
  void motifsAndEmbroideryAreFound() {
    var words = PromptWords.read("embroidered roses on the chest");
    assertThat(words.motif()).contains(Motif.ROSE);
    assertThat(words.embroidered()).isTrue();
    assertThat(PromptWords.read("a broken heart").motif()).contains(Motif.HEART);
  }

  @Test
  void aPlainGarmentHasNoPrint() {
    assertThat(PromptWords.read("plain black tee").plain()).isTrue();
    assertThat(PromptWords.read("tee without any logo").plain()).isTrue();
  }
}
