package com.devskyy.studio.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// The JDK's own reader is the judge.
final class PngTest {
  private static Pixels gradient(int alpha) {
    var pixels = new Pixels(67, 41);
    for (int i = 0; i < pixels.argb().length; i++) {
      pixels.argb()[i] = alpha << 24 | i * 7919 & 0xFFFFFF;
    }
    return pixels;
  }

  private static Pixels read(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return new Pixels(image.getWidth(), image.getHeight(), argb);
  }

  @Test
  void trueColourComesBackAsItWas() throws IOException {
    assertThat(read(Png.encode(gradient(255))).argb()).isEqualTo(gradient(255).argb());
    assertThat(read(Png.encode(gradient(90))).argb()).isEqualTo(gradient(90).argb());
  }

  @Test
  void fewColoursComeBackExactlyFromAPalette() throws IOException {
    var pixels = gradient(255);
    for (int i = 0; i < pixels.argb().length; i++) {
      pixels.argb()[i] |= 0x0F0F0F;
      pixels.argb()[i] &= 0xFF3F7F3F | 0x0F0F0F;
    }
    assertThat(read(Png.encodeIndexed(pixels)).argb()).isEqualTo(pixels.argb());
  }

  @Test
  void manyColoursComeBackNearly() throws IOException {
    var pixels = new Pixels(256, 64);
    for (int i = 0; i < pixels.argb().length; i++) {
      int ramp = i % 256;
      pixels.argb()[i] = 0xFF000000 | ramp << 16 | (ramp / 2 + i / 256 / 4) << 8 | ramp / 3;
    }
    int[] back = read(Png.encodeIndexed(pixels)).argb();
    for (int i = 0; i < back.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        int off = (back[i] >> shift & 255) - (pixels.argb()[i] >> shift & 255);
        assertThat(off).isBetween(-12, 12);
      }
    }
  }

  @Test
  void halvingTakesTheMeanOfFour() {
    var pixels = new Pixels(2, 2, new int[] {0xFF000000, 0xFF0000FF, 0xFF00FF00, 0xFFFF0000});
    assertThat(pixels.halved().argb()).containsExactly(0xFF404040);
  }
}
