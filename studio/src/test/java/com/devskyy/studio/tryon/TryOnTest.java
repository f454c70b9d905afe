package com.devskyy.studio.tryon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoLimits;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.scene.Backdrop;
import com.devskyy.studio.scene.Camera;
import com.devskyy.studio.scene.Figure;
import com.devskyy.studio.scene.Garment;
import com.devskyy.studio.scene.Wardrobe;
import com.devskyy.studio.scene.Wear;
import com.devskyy.studio.scene.Wear.Kind;
import com.devskyy.studio.scene.Wear.Print;
import com.devskyy.studio.tryon.Landmarks.Mark;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TryOnTest {
  private static final Backdrop.Plain PAPER = new Backdrop.Plain(0xe3e3e6, 14, 10, 0.2, 1.5, 0.92);
  private static final int WIDTH = 300;
  private static final int HEIGHT = 450;

  private static Photo gray = Photo.of(1, 1, new int[1]);
  private static Photo red = gray;

  @BeforeAll
  static void shoot() {
    gray = photo(Wardrobe.inGray(), 0);
    red = photo(Wardrobe.inRed(), 0);
  }

  private static Photo photo(Figure figure, double yaw) {
    return Backdrop.plain(figure.shoot(Figure.camera(WIDTH, HEIGHT, yaw)), PAPER, 4);
  }

  private static final Map<Garment, Photo> PRODUCTS = new HashMap<>();

  private static Photo photo(Garment garment) {
    return PRODUCTS.computeIfAbsent(
        garment, g -> Backdrop.plain(g.shoot(g.camera(280, 280, 0)), PAPER, 5));
  }

  @Test
  void landmarksAreFoundWithinThreePercentOfTheBodysHeight() {
    double worst = 0;
    double sum = 0;
    int count = 0;
    Camera camera = Figure.camera(WIDTH, HEIGHT, 0);
    for (double arms : new double[] {20, 26}) {
      for (double broad : new double[] {0.93, 1.05}) {
        for (double sleeve : new double[] {arms < 21 ? 0.28 : 0.95}) {
          Figure figure =
              Figure.of(
                  arms,
                  0.16,
                  broad,
                  0xd9a785,
                  0x3a2417,
                  new Wear(Kind.TOP, sleeve, 0.86, 0.016, 0x7f8f6a, Print.NONE),
                  new Wear(Kind.TROUSERS, 0, 0.09, 0.016, 0x2d3a58, Print.NONE));
          Camera.Film film = figure.shoot(camera);
          Landmarks found = BodyFinder.find(Cutout.of(Backdrop.plain(film, PAPER, 4)));
          Map<Mark, Point> truth = figure.marks(camera);
          truth.putAll(gaps(film, truth));
          truth.putAll(edges(film, camera));
          for (var mark : truth.entrySet()) {
            double error = found.at(mark.getKey()).to(mark.getValue()) / (1.79 * camera.scale());
            assertThat(error)
                .as(
                    "%s, arms %s, broad %s, sleeve %s: found %s, is %s",
                    mark.getKey(), arms, broad, sleeve, found.at(mark.getKey()), mark.getValue())
                .isLessThan(0.03);
            worst = Math.max(worst, error);
            sum += error;
            count++;
          }
        }
      }
    }
    System.out.printf(
        "landmarks: mean error %.4f, worst %.4f of the height, %d marks%n",
        sum / count, worst, count);
  }

  /// Upper ends of the gaps beside the trunk and between the legs: up from where they are wide, as
  /// long as there is background.
  private static Map<Mark, Point> gaps(Camera.Film film, Map<Mark, Point> bones) {
    boolean[] mask = film.mask();
    Point wrists = bones.get(Mark.WRIST_LEFT).toward(bones.get(Mark.WRIST_RIGHT), 0.5);
    Point ankles = bones.get(Mark.ANKLE_LEFT).toward(bones.get(Mark.ANKLE_RIGHT), 0.5);
    return Map.of(
        Mark.ARMPIT_LEFT, top(mask, beside(mask, wrists, -1), (int) wrists.y()),
        Mark.ARMPIT_RIGHT, top(mask, beside(mask, wrists, 1), (int) wrists.y()),
        Mark.CROTCH, top(mask, (int) ankles.x(), (int) ankles.y()));
  }

  /// The trunk's edges at the heights of waist and hips.
  private static Map<Mark, Point> edges(Camera.Film film, Camera camera) {
    boolean[] mask = film.mask();
    double[] waist = camera.seen(0, 1.09, 0);
    double[] hips = camera.seen(0, 0.92, 0);
    var middle = new Point(waist[0], waist[1]);
    var lower = new Point(hips[0], hips[1]);
    return Map.of(
        Mark.WAIST_LEFT, new Point(beside(mask, middle, -1), middle.y()),
        Mark.WAIST_RIGHT, new Point(beside(mask, middle, 1), middle.y()),
        Mark.HIP_LEFT, new Point(beside(mask, lower, -1), lower.y()),
        Mark.HIP_RIGHT, new Point(beside(mask, lower, 1), lower.y()));
  }

  /// The first column of background beside the trunk.
  private static int beside(boolean[] mask, Point middle, int step) {
    int x = (int) middle.x();
    while (mask[(int) middle.y() * WIDTH + x]) {
      x += step;
    }
    return x;
  }

  /// Climbs through background, towards the trunk's side where it can go no higher.
  private static Point top(boolean[] mask, int fromX, int fromY) {
    int x = fromX;
    int y = fromY;
    while (true) {
      int next = -1;
      for (int dx : new int[] {0, -1, 1, -2, 2, -3, 3, -4, 4}) {
        if (!mask[(y - 1) * WIDTH + x + dx]) {
          next = x + dx;
          break;
        }
      }
      if (next < 0) {
        return new Point(x, y);
      }
      x = next;
      y--;
    }
  }

  @Test
  void theWornTopIsGoneUnderTheNewOne() {
    Photo made =
        TryOn.make(red, photo(Wardrobe.roseTeeWithoutPrint()), Category.TOPS, Optional.empty(), 1)
            .picture();
    assertThat(reddish(red)).isGreaterThan(8_000);
    assertThat(reddish(made)).as("pixels of the old red sweater").isLessThan(25);
  }

  private static int reddish(Photo photo) {
    int count = 0;
    for (int argb : photo.pixels()) {
      int r = argb >> 16 & 255;
      int g = argb >> 8 & 255;
      int b = argb & 255;
      count += r > 90 && r > 2 * g && r > 2 * b ? 1 : 0;
    }
    return count;
  }

  @Test
  void theGarmentLiesWhereItBelongs() {
    Landmarks body = BodyFinder.find(Cutout.of(gray));
    Photo tee =
        TryOn.make(gray, photo(Wardrobe.roseTeeWithoutPrint()), Category.TOPS, Optional.empty(), 1)
            .picture();
    dark(tee, body.at(Mark.ARMPIT_LEFT).toward(body.at(Mark.ARMPIT_RIGHT), 0.5), true);
    dark(tee, body.at(Mark.SHOULDER_LEFT).plus(6, 8), true);
    dark(tee, body.at(Mark.WRIST_LEFT), false);
    dark(tee, body.neck(), false);
  }

  private static void dark(Photo photo, Point p, boolean expected) {
    int argb = photo.argb((int) p.x(), (int) p.y());
    assertThat((argb >> 8 & 255) < 70).as("%s is %x", p, argb).isEqualTo(expected);
  }

  @Test
  void headHandsAndFeetStayAsTheyWere() {
    Landmarks body = BodyFinder.find(Cutout.of(gray));
    Photo made =
        TryOn.make(gray, photo(Wardrobe.dress()), Category.ONE_PIECES, Optional.empty(), 1)
            .picture();
    for (Point p :
        List.of(
            body.neck().plus(0, -30),
            body.at(Mark.WRIST_LEFT).plus(-2, 12),
            body.at(Mark.WRIST_RIGHT).plus(2, 12),
            body.at(Mark.ANKLE_LEFT).plus(0, 12))) {
      assertThat(made.argb((int) p.x(), (int) p.y()))
          .isEqualTo(gray.argb((int) p.x(), (int) p.y()));
    }
  }

  /// The garment's photo has light of its own, so that it is compared with itself in even light.
  @Test
  void theNewGarmentTakesOverTheLightOnTheOldOne() {
    double even = leftOverRight(dressed((u, v) -> 1));
    assertThat(leftOverRight(dressed((u, v) -> u < 0.5 ? 0.7 : 1)))
        .as("dark from the left")
        .isLessThan(0.88 * even);
    assertThat(leftOverRight(dressed((u, v) -> u < 0.5 ? 1 : 0.7)))
        .as("dark from the right")
        .isGreaterThan(1.12 * even);
  }

  @Test
  void aFoldOfTheOldGarmentIsSeenInTheNewOneAtItsPlace() {
    double fold = 0.36;
    TryOn even = dressed((u, v) -> 1);
    TryOn folded = dressed((u, v) -> Math.abs(v - fold) < 0.012 ? 0.6 : 1);
    int row = (int) (fold * HEIGHT);
    assertThat(brightness(folded, WIDTH / 2, row) / brightness(even, WIDTH / 2, row))
        .isBetween(0.7, 0.88);
    assertThat(brightness(folded, WIDTH / 2, row + 25) / brightness(even, WIDTH / 2, row + 25))
        .isBetween(0.97, 1.03);
  }

  /// A person in a plain tee, in a light which falls by the share of the picture's width and
  /// height.
  private static TryOn dressed(DoubleBinaryOperator light) {
    Camera.Film film = Wardrobe.inGray().shoot(Figure.camera(WIDTH, HEIGHT, 0));
    float[] rgb = film.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      rgb[i] *= (float) light.applyAsDouble((double) x / WIDTH, (double) y / HEIGHT);
    }
    Photo person = Backdrop.plain(new Camera.Film(WIDTH, HEIGHT, rgb, film.cover()), PAPER, 4);
    var tee = new Garment(new Wear(Kind.TOP, 0.3, 0.86, 0.02, 0xc4c8cc, Print.NONE), 42);
    return TryOn.make(person, photo(tee), Category.TOPS, Optional.empty(), 1);
  }

  private static double leftOverRight(TryOn made) {
    Point left = made.landmarks().at(Mark.ARMPIT_LEFT);
    Point right = made.landmarks().at(Mark.ARMPIT_RIGHT);
    Point l = left.toward(right, 0.25).plus(0, 30);
    Point r = left.toward(right, 0.75).plus(0, 30);
    return brightness(made, (int) l.x(), (int) l.y()) / brightness(made, (int) r.x(), (int) r.y());
  }

  /// Mean of green about a pixel.
  private static double brightness(TryOn made, int x, int y) {
    int sum = 0;
    for (int dy = -3; dy <= 3; dy++) {
      for (int dx = -5; dx <= 5; dx++) {
        sum += made.picture().argb(x + dx, y + dy) >> 8 & 255;
      }
    }
    return sum / 77.0;
  }

  @Test
  void everyCategoryIsLaidOn() {
    Map<Category, Garment> worn =
        Map.of(
            Category.TOPS, Wardrobe.stripedTank(),
            Category.OUTERWEAR, Wardrobe.sweater(),
            Category.BOTTOMS, Wardrobe.shorts(),
            Category.ONE_PIECES, Wardrobe.dress());
    worn.forEach(
        (category, garment) -> {
          TryOn made = TryOn.make(gray, photo(garment), category, Optional.empty(), 1);
          assertThat(made.picture().width()).isEqualTo(WIDTH);
          assertThat(made.picture().height()).isEqualTo(HEIGHT);
          int changed = 0;
          for (int i = 0; i < WIDTH * HEIGHT; i++) {
            changed +=
                made.picture().argb(i % WIDTH, i / WIDTH) == gray.argb(i % WIDTH, i / WIDTH)
                    ? 0
                    : 1;
          }
          assertThat(changed)
              .as("changed by %s", category)
              .isBetween(WIDTH * HEIGHT / 30, WIDTH * HEIGHT / 2);
        });
  }

  @Test
  void theFileSaysThatItIsAPreviewAndIsTheSameForTheSameSeed() {
    Photo tee = photo(Wardrobe.whiteTee());
    TryOn once = TryOn.make(red, tee, Category.TOPS, Optional.empty(), 3);
    assertThat(new String(once.png(), 0, 200, StandardCharsets.ISO_8859_1))
        .contains("tEXtprovider\0local-preview");
    assertThat(Photo.read(once.png(), PhotoLimits.DEFAULT).pixels())
        .isEqualTo(once.picture().pixels());
    assertThat(TryOn.make(red, tee, Category.TOPS, Optional.empty(), 3).png())
        .isEqualTo(once.png());
    assertThat(TryOn.make(red, tee, Category.TOPS, Optional.empty(), 4).png())
        .isNotEqualTo(once.png());
  }

  @Test
  void landmarksOfTheCallerAreUsed() {
    Landmarks found = BodyFinder.find(Cutout.of(gray));
    TryOn made = TryOn.make(gray, photo(Wardrobe.whiteTee()), Category.TOPS, Optional.of(found), 1);
    assertThat(made.landmarks()).isEqualTo(found);
    assertThatThrownBy(() -> new Landmarks(Map.of(Mark.CROTCH, new Point(1, 1))))
        .hasMessageContaining("neck_left");
  }

  @Test
  void hiddenNecksAreRefused() {
    refused(photo(Wardrobe.inGray().withLongHair(), 0), Reason.NO_NECK, "tie long hair back");
  }

  @Test
  void armsAtTheBodyAreRefused() {
    Figure figure =
        Figure.of(
            4, 0.14, 1.05, 0xd9a785, 0x3a2417, Wardrobe.inGray().top(), Wardrobe.inGray().bottom());
    refused(photo(figure, 0), Reason.NO_ARM_GAP, "a hand's width away");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-55, -40, -35, -30, 30, 35, 40, 55})
  void turnedBodiesAreRefused(double degrees) {
    String words = degrees < 0 ? "turned to the picture's left" : "turned to the picture's right";
    refused(photo(Wardrobe.inGray(), degrees), Reason.TURNED, words);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-10, 10})
  void bodiesTurnedALittleAreTaken(double degrees) {
    for (Figure figure : List.of(Wardrobe.inGray(), Wardrobe.inRed(), Wardrobe.inShorts())) {
      assertThat(BodyFinder.find(Cutout.of(photo(figure, degrees))).points())
          .hasSize(Mark.values().length);
    }
  }

  @Test
  void landmarksOfTheCallerDoNotMakeATurnedBodyAFrontView() {
    Optional<Landmarks> given = Optional.of(BodyFinder.find(Cutout.of(gray)));
    Photo turned = photo(Wardrobe.inGray(), 35);
    Photo tee = photo(Wardrobe.whiteTee());
    assertThatThrownBy(() -> TryOn.make(turned, tee, Category.TOPS, given, 1))
        .isInstanceOfSatisfying(
            PhotoRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.TURNED));
  }

  /// The left half of one person beside the right half of another, who holds the arm further off.
  @Test
  void armsHeldUnevenlyAreRefused() {
    int[] pixels = photo(withArms(18), 0).pixels().clone();
    Photo other = photo(withArms(40), 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % WIDTH < WIDTH / 2 ? pixels[i] : other.argb(i % WIDTH, i / WIDTH);
    }
    refused(Photo.of(WIDTH, HEIGHT, pixels), Reason.ASYMMETRIC, "both arms held alike");
  }

  private static Figure withArms(double degrees) {
    Figure gray = Wardrobe.inGray();
    return Figure.of(degrees, 0.15, 1, gray.skin(), gray.hair(), gray.top(), gray.bottom());
  }

  @Test
  void croppedBodiesAreRefused() {
    var close = new Camera(WIDTH, HEIGHT, 0, HEIGHT / 1.4, 0, 1.2);
    Photo photo = Backdrop.plain(Wardrobe.inGray().shoot(close), PAPER, 4);
    refused(photo, Reason.CROPPED, "show the whole body");
  }

  @Test
  void busyBackgroundsAreRefused() {
    Photo photo = Backdrop.busy(Wardrobe.inGray().shoot(Figure.camera(WIDTH, HEIGHT, 0)), 2);
    refused(photo, Reason.BUSY_BACKGROUND, "model photo: background is not plain");
  }

  @Test
  void aGarmentOfAnotherKindIsRefused() {
    assertThatThrownBy(
            () -> TryOn.make(gray, photo(Wardrobe.trousers()), Category.TOPS, Optional.empty(), 1))
        .isInstanceOf(PhotoRefused.class)
        .hasMessageContaining("garment photo");
  }

  private static void refused(Photo model, Reason reason, String words) {
    assertThatThrownBy(
            () -> TryOn.make(model, photo(Wardrobe.whiteTee()), Category.TOPS, Optional.empty(), 1))
        .isInstanceOfSatisfying(PhotoRefused.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("model photo")
        .hasMessageContaining(words);
  }
}
