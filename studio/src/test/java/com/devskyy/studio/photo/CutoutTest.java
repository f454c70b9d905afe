package com.devskyy.studio.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.scene.Backdrop;
import com.devskyy.studio.scene.Camera;
import com.devskyy.studio.scene.Wardrobe;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CutoutTest {
  private static List<Camera.Film> films = List.of();

  @BeforeAll
  static void shoot() {
    films = Wardrobe.garments().stream().map(g -> g.shoot(g.camera(384, 384, 0))).toList();
  }

  @Test
  void garmentsOnPlainGroundsAreCutOutPreciselyWhateverLightShadowAndNoise() {
    double least = 1;
    double sum = 0;
    int photos = 24;
    for (int i = 0; i < photos; i++) {
      Camera.Film film = films.get(i % films.size());
      Photo photo = Backdrop.plain(film, Backdrop.Plain.random(new Random(i)), i);
      double overlap = overlap(Cutout.of(photo).subject(), film.mask());
      least = Math.min(least, overlap);
      sum += overlap;
    }
    System.out.printf("cut-out: IoU mean %.4f, least %.4f of %d%n", sum / photos, least, photos);
    assertThat(least).isGreaterThan(0.97);
    assertThat(sum / photos).isGreaterThan(0.99);
  }

  @Test
  void busyBackgroundsAreRefusedWithTheirReason() {
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      try {
        Cutout.of(Backdrop.busy(films.get(i % films.size()), i));
      } catch (PhotoRefused e) {
        assertThat(e.reason()).isEqualTo(Reason.BUSY_BACKGROUND);
        assertThat(e)
            .hasMessageContaining("background is not plain")
            .hasMessageContaining("use a photo on one even");
        refused++;
      }
    }
    System.out.printf("busy backgrounds: %d of 100 refused%n", refused);
    assertThat(refused).isGreaterThanOrEqualTo(95);
  }

  @Test
  void aWhiteShirtOnWhiteStaysWhole() {
    Camera.Film film = films.get(1);
    Photo photo = Backdrop.plain(film, new Backdrop.Plain(0xfafafa, 4, 4, 0.12, 1, 0.9), 3);
    assertThat(overlap(Cutout.of(photo).subject(), film.mask())).isGreaterThan(0.97);
  }

  @Test
  void backgroundSeenThroughAHoleIsNoSubject() {
    int[] argb = new int[200 * 200];
    Arrays.fill(argb, 0xffe8e8ea);
    for (int y = 40; y < 160; y++) {
      for (int x = 40; x < 160; x++) {
        boolean hole = x > 70 && x < 110 && y > 70 && y < 120;
        argb[y * 200 + x] = hole ? 0xffe8e8ea : 0xff345678;
      }
    }
    boolean[] subject = Cutout.of(Photo.of(200, 200, argb)).subject();
    assertThat(subject[90 * 200 + 90]).isFalse();
    assertThat(subject[50 * 200 + 50]).isTrue();
  }

  @Test
  void aTransparentPictureIsTakenAtItsWord() {
    int[] argb = new int[100 * 100];
    for (int i = 0; i < argb.length; i++) {
      boolean in = i % 100 > 30 && i % 100 < 70 && i / 100 > 20 && i / 100 < 80;
      argb[i] = in ? 0xff303030 : 0x00ff00ff;
    }
    Cutout cutout = Cutout.of(Photo.of(100, 100, argb));
    assertThat(cutout.bounds()).isEqualTo(new Cutout.Bounds(31, 21, 69, 79));
  }

  @Test
  void specksOfATransparentPictureAreClearedAndPartsOfTheGarmentStay() {
    int[] argb = new int[100 * 100];
    for (int i = 0; i < argb.length; i++) {
      int x = i % 100;
      int y = i / 100;
      boolean body = x > 30 && x < 70 && y > 20 && y < 80;
      boolean sleeve = x > 74 && x < 82 && y > 20 && y < 60;
      boolean speck = x < 6 && y < 6;
      boolean rimOfSpeck = x < 8 && y < 8;
      boolean rimOfBody = x == 30 && y > 20 && y < 80;
      argb[i] = body || sleeve || speck ? 0xff303030 : rimOfSpeck || rimOfBody ? 0x60303030 : 0;
    }
    Cutout cutout = Cutout.of(Photo.of(100, 100, argb));
    assertThat(cutout.bounds()).isEqualTo(new Cutout.Bounds(31, 21, 81, 79));
    assertThat(cutout.isCropped()).isFalse();
    assertThat(cutout.picture().argb(2, 2) >>> 24).isZero();
    assertThat(cutout.picture().argb(7, 7) >>> 24).isZero();
    assertThat(cutout.picture().argb(30, 50) >>> 24).isEqualTo(0x60);
  }

  @Test
  void noFringeOfTheBackgroundIsLeft() {
    Camera.Film film = films.get(0);
    Photo photo = Backdrop.plain(film, new Backdrop.Plain(0xf2f2f2, 0, 0, 0, 0, 2), 3);
    Photo picture = Cutout.of(photo).picture();
    for (int argb : picture.pixels()) {
      if (argb >>> 24 > 30 && argb >>> 24 < 225) {
        assertThat(argb >> 8 & 255).as("green of a soft pixel of a black shirt").isLessThan(120);
      }
    }
  }

  @Test
  void anEmptyPictureHasNoSubject() {
    int[] argb = new int[100 * 100];
    Arrays.fill(argb, 0xffdddddd);
    assertThatThrownBy(() -> Cutout.of(Photo.of(100, 100, argb)))
        .isInstanceOfSatisfying(
            PhotoRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUBJECT));
  }

  static double overlap(boolean[] found, boolean[] truth) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < found.length; i++) {
      both += found[i] && truth[i] ? 1 : 0;
      either += found[i] || truth[i] ? 1 : 0;
    }
    return (double) both / either;
  }
}
