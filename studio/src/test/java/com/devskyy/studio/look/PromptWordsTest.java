package com.devskyy.studio.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.order.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          shorts in navy, white stripes                 | cloth navy, stripe white
          navy, white stripes                           | cloth navy, stripe white
          navy; gold embroidery                         | cloth navy, accent gold
          navy white-striped shorts                     | cloth navy, stripe white
          black/white striped tee                       | cloth black, stripe white
          navy blue hoodie                              | cloth navy
          olive green cotton drawstrings                | cord olive
          navy, blue drawstrings                        | cloth navy, cord blue
          black jacket with rose gold zipper            | cloth black, metal rose gold
          hoodie, rose-gold embroidery                  | accent rose gold
          red rose, gold thread                         | accent red, thread gold
          Black Rose gold buttons                       | metal gold
          stripes in white on navy shorts               | stripe white, cloth navy
          logo embroidered in silver, red buttons       | accent silver, metal red
          jacket in navy, lined in red                  | cloth navy, lining red
          tee that says "OAKLAND" in gold               | accent gold
          gold "OAKLAND" on the chest                   | accent gold
          black "OAKLAND" tee, cream cuffs              | cloth black, rib cream
          white and red drawstrings                     | cloth white, cord red
          a tee                                         |
          """)
  void eachColourGoesToItsPart(String prompt, @Nullable String expected) {
    String found =
        PromptWords.read(prompt).colourings().stream()
            .map(each -> each.part().name().toLowerCase(Locale.ROOT) + " " + name(each.colour()))
            .collect(Collectors.joining(", "));
    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }

  private static String name(int colour) {
    return Stream.of(
            "navy",
            "white",
            "gold",
            "olive",
            "blue",
            "rose gold",
            "red",
            "silver",
            "cream",
            "black")
        .filter(name -> named(name) == colour)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wordsBeforeAColourShadeItUnlessTheyAreCutOff() {
    assertThat(read("dark red hoodie").cloth()).isEqualTo(Colours.scaled(named("red"), 0.66));
    assertThat(read("dark, red hoodie").cloth()).isEqualTo(named("red"));
  }

  @Test
  void roseGoldIsNoFlower() {
    assertThat(PromptWords.read("cap with rose gold buttons").motif()).isEmpty();
    assertThat(PromptWords.read("cap with a rose").motif()).contains(Motif.ROSE);
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
