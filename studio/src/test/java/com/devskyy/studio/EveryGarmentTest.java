package com.devskyy.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Texture;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoModel;
import com.devskyy.studio.scene.Backdrop;
import com.devskyy.studio.scene.Wardrobe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the studio promises of all its geometries: nine garments in four styles. Collections, which
/// are colours and prints, take turns so that each meets every garment and every style.
/// [GarmentMatrix] goes through all 108.
///
/// All are made at the start, on every core; tests wait for those they ask about.
final class EveryGarmentTest {
  /// What the eye tells apart: the mean difference of two previews in steps of a channel, or, for
  /// facets in otherwise equal light, the share of pixels that are as the one beside them.
  private static final double OTHER_COLOURS = 6;

  private static final double OTHER_SURFACE = 0.25;

  private static final GarmentOrder MANY_WORDS =
      new GarmentOrder(
          GarmentType.JACKET,
          Collection.SIGNATURE,
          Style.REALISTIC,
          "navy jacket, \"A\\B <é>\" embroidered in silver, red buttons",
          3);

  private static final GarmentOrder ANOTHER_SEED =
      new GarmentOrder(GarmentType.HOODIE, Collection.SIGNATURE, Style.REALISTIC, "", 2);

  private static final ExecutorService CORES =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private static final Map<GarmentOrder, Future<Made>> MADE = new LinkedHashMap<>();

  @TempDir private static Path folder;

  /// @param usd what a reader is to find in the USDZ
  @SuppressWarnings("ArrayRecordComponent") // Compared by their elements.
  private record Made(
      List<String> findings, byte[] glb, Pixels preview, double flat, List<String> usd) {}

  @BeforeAll
  static void begin() {
    orders().forEach(EveryGarmentTest::begin);
    begin(MANY_WORDS);
    alike().forEach(type -> Stream.of(Style.values()).forEach(style -> begin(alike(type, style))));
    begin(ANOTHER_SEED);
  }

  private static void begin(GarmentOrder order) {
    MADE.computeIfAbsent(order, _ -> CORES.submit(() -> make(order)));
  }

  @AfterAll
  static void end() {
    CORES.shutdownNow();
  }

  static List<GarmentOrder> orders() {
    List<GarmentOrder> orders = new ArrayList<>();
    for (GarmentType type : GarmentType.values()) {
      for (Style style : Style.values()) {
        int turn = (type.ordinal() + style.ordinal()) % Collection.values().length;
        orders.add(new GarmentOrder(type, Collection.values()[turn], style, "", 1));
      }
    }
    return orders;
  }

  private static Made make(GarmentOrder order) throws IOException {
    Garment garment = new Studio().make(order, Progress.NONE);
    Files.write(file(order, "glb"), garment.glb());
    if (order.equals(inTurn(order.type()))) {
      Files.write(file(order, "usdz"), Format.USDZ.write(garment.model()));
    }
    Pixels front = garment.previews().getFirst().pixels();
    return new Made(
        Acceptance.findings(garment, order.style(), GarmentMatrix.euler(order)),
        garment.glb(),
        front.halved().halved(),
        flat(front),
        usd(garment.model()));
  }

  private static Path file(GarmentOrder order, String suffix) {
    return folder.resolve(
        "%s-%s-%s-%d-%d.%s"
            .formatted(
                order.type().word(),
                order.style().word(),
                order.collection(),
                order.seed(),
                order.prompt().length(),
                suffix));
  }

  private static Made made(GarmentOrder order) throws Exception {
    return Objects.requireNonNull(MADE.get(order)).get();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyGarmentKeepsEveryRuleInEveryStyle(GarmentOrder order) throws Exception {
    assertThat(made(order).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GarmentType.class)
  void sameOrderGivesTheSameBytes(GarmentType type) throws Exception {
    GarmentOrder order = inTurn(type);
    byte[] again = new Studio().make(order, Progress.NONE).glb();
    assertThat(again).isEqualTo(made(order).glb());
  }

  /// One order of each garment, the styles taking turns.
  private static GarmentOrder inTurn(GarmentType type) {
    int styles = Style.values().length;
    return orders().get(type.ordinal() * styles + type.ordinal() % styles);
  }

  @Test
  void khronosValidatorHasNothingToSayOfAnyGlb() throws Exception {
    List<String> files = new ArrayList<>();
    for (GarmentOrder order : Stream.concat(orders().stream(), Stream.of(MANY_WORDS)).toList()) {
      made(order);
      files.add(file(order, "glb").toString());
    }
    assertThat(Judge.GLTF.says(files)).containsExactly(files.size() + " files");
  }

  @Test
  void khronosValidatorWarnsOfNothingInTheModelOfAPhoto() throws Exception {
    var tee = Wardrobe.roseTee();
    Photo photo =
        Backdrop.plain(
            tee.shoot(tee.camera(256, 256, 0)), new Backdrop.Plain(0xe9e9ec, 0, 0, 0, 1, 0.9), 5);
    Path ofPhoto = folder.resolve("of-a-photo.glb");
    Files.write(ofPhoto, PhotoModel.make(photo, 1, Progress.NONE).glb());
    // It notes that the texture has the photo's size, which is no power of two.
    assertThat(Judge.GLTF.says(List.of(ofPhoto.toString())))
        .noneMatch(line -> line.contains(" error ") || line.contains(" warning "))
        .contains("1 files");
  }

  @Test
  void aReaderOfUsdFindsMeshesAndTexturesInEveryUsdz() throws Exception {
    List<String> files = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (GarmentType type : GarmentType.values()) {
      expected.addAll(made(inTurn(type)).usd());
      files.add(file(inTurn(type), "usdz").toString());
    }
    assertThat(Judge.USD.says(files)).isEqualTo(expected);
  }

  private static List<String> usd(Model model) {
    return model.parts().stream()
        .map(
            part ->
                "/Garment/%sMesh %d points %d triangles textures %s"
                    .formatted(
                        part.material().name(),
                        part.mesh().vertexCount(),
                        part.mesh().triangleCount(),
                        textures(part.material())))
        .toList();
  }

  private static List<Integer> textures(Material material) {
    return Stream.of(material.baseColour(), material.normal(), material.surface())
        .filter(Objects::nonNull)
        .map(Texture::file)
        .map(file -> file.length)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("alike")
  void stylesAreVisiblyDifferent(GarmentType type) throws Exception {
    for (Style one : Style.values()) {
      for (Style other : Style.values()) {
        if (one.compareTo(other) < 0) {
          Made a = made(alike(type, one));
          Made b = made(alike(type, other));
          assertThat(distance(a, b) > OTHER_COLOURS || surface(a, b) > OTHER_SURFACE)
              .as("%s, %s and %s: %s, %s", type, one, other, distance(a, b), surface(a, b))
              .isTrue();
        }
      }
    }
  }

  @Test
  void anotherSeedIsAnotherFileButLooksMuchTheSame() throws Exception {
    Made one = made(alike(GarmentType.HOODIE, Style.REALISTIC));
    Made other = made(ANOTHER_SEED);
    assertThat(other.glb()).isNotEqualTo(one.glb());
    assertThat(distance(one, other)).isBetween(0.01, OTHER_COLOURS / 2);
    assertThat(surface(one, other)).isLessThan(OTHER_SURFACE / 4);
  }

  static List<GarmentType> alike() {
    return List.of(GarmentType.HOODIE, GarmentType.TRACK_PANTS, GarmentType.CAP);
  }

  /// In one collection, so that styles alone differ.
  private static GarmentOrder alike(GarmentType type, Style style) {
    return new GarmentOrder(type, Collection.SIGNATURE, style, "", 1);
  }

  private static double distance(Made one, Made other) {
    int[] a = one.preview().argb();
    int[] b = other.preview().argb();
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
      }
    }
    return sum / (3.0 * a.length);
  }

  private static double surface(Made one, Made other) {
    return Math.abs(one.flat() - other.flat());
  }

  /// In the middle of the picture, where there is nothing but the garment.
  private static double flat(Pixels pixels) {
    int third = pixels.width() / 3;
    int same = 0;
    for (int y = third; y < 2 * third; y++) {
      for (int x = third; x < 2 * third; x++) {
        int at = y * pixels.width() + x;
        same += pixels.argb()[at] == pixels.argb()[at + 1] ? 1 : 0;
      }
    }
    return (double) same / third / third;
  }
}
