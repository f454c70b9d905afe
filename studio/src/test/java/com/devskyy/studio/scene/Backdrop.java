package com.devskyy.studio.scene;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.raster.Plane;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/// Puts what a camera has seen before a backdrop and makes a photo of it.
public final class Backdrop {
  private Backdrop() {}

  /// A plain backdrop and what a camera adds.
  ///
  /// @param rgb the backdrop's colour
  /// @param gradient levels by which it differs from top to bottom and side to side
  /// @param vignette levels by which the corners are darker
  /// @param shadow how dark the shadow on it is, 0 to 1
  /// @param noise levels, standard deviation
  /// @param quality of the JPEG, 0 to 1; above 1 for none
  public record Plain(
      int rgb, double gradient, double vignette, double shadow, double noise, double quality) {
    /// One of many, by chance.
    public static Plain random(Random random) {
      int base = 150 + random.nextInt(100);
      int r = Math.clamp(base + random.nextInt(13) - 6, 0, 252);
      int g = Math.clamp(base + random.nextInt(13) - 6, 0, 252);
      int b = Math.clamp(base + random.nextInt(13) - 6, 0, 252);
      return new Plain(
          r << 16 | g << 8 | b,
          random.nextDouble() * 26,
          random.nextDouble() * 22,
          random.nextDouble() * 0.3,
          random.nextDouble() * 3.5,
          0.72 + random.nextDouble() * 0.26);
    }
  }

  /// The photo before a plain backdrop.
  public static Photo plain(Camera.Film film, Plain plain, long seed) {
    int w = film.width();
    int h = film.height();
    var shadow = new Plane(w, h);
    int dx = Math.round(w * 0.012f);
    int dy = Math.round(h * 0.016f);
    for (int y = dy; y < h; y++) {
      for (int x = dx; x < w; x++) {
        shadow.at[y * w + x] = film.cover()[(y - dy) * w + x - dx];
      }
    }
    shadow = shadow.blurred(Math.max(w, h) * 0.014);
    float[] out = new float[w * h * 3];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        double u = 2.0 * x / w - 1;
        double v = 2.0 * y / h - 1;
        double light = plain.gradient * (0.3 * u - 0.5 * v) - plain.vignette * (u * u + v * v) / 2;
        for (int c = 0; c < 3; c++) {
          double back =
              ((plain.rgb >> 16 - 8 * c & 255) + light) * (1 - plain.shadow * shadow.at[i]);
          out[3 * i + c] =
              (float) (back * (1 - film.cover()[i]) + film.rgb()[3 * i + c] * film.cover()[i]);
        }
      }
    }
    return taken(out, w, h, plain.noise, plain.quality, seed);
  }

  /// The photo before one of many busy backgrounds.
  public static Photo busy(Camera.Film film, long seed) {
    var random = new Random(seed);
    int w = film.width();
    int h = film.height();
    BufferedImage scene = clutter(w, h, random);
    float[] out = new float[w * h * 3];
    for (int i = 0; i < w * h; i++) {
      int pixel = scene.getRGB(i % w, i / w);
      for (int c = 0; c < 3; c++) {
        out[3 * i + c] =
            (pixel >> 16 - 8 * c & 255) * (1 - film.cover()[i])
                + film.rgb()[3 * i + c] * film.cover()[i];
      }
    }
    return taken(out, w, h, 1 + random.nextDouble() * 3, 0.75 + random.nextDouble() * 0.2, seed);
  }

  private static BufferedImage clutter(int w, int h, Random random) {
    var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Color ground = colour(random);
    g.setPaint(new GradientPaint(0, 0, ground, w, h, ground.darker()));
    g.fillRect(0, 0, w, h);
    switch (random.nextInt(6)) {
      case 0 -> {
        int size = 12 + random.nextInt(w / 6);
        Color a = other(ground, random);
        for (int y = 0; y < h; y += size) {
          for (int x = (y / size % 2) * size; x < w; x += 2 * size) {
            g.setColor(a);
            g.fillRect(x, y, size, size);
          }
        }
      }
      case 1 -> {
        g.setStroke(new BasicStroke(4 + random.nextInt(14)));
        g.setColor(other(ground, random));
        int gap = 20 + random.nextInt(40);
        boolean upright = random.nextBoolean();
        for (int at = -h; at < w + h; at += gap) {
          g.drawLine(at, 0, upright ? at : at + h, h);
        }
      }
      case 2 -> {
        for (int i = 0; i < 60; i++) {
          g.setColor(colour(random));
          int s = 15 + random.nextInt(w / 4);
          g.fillOval(
              random.nextInt(w) - s / 2, random.nextInt(h) - s / 2, s, 10 + random.nextInt(s));
        }
      }
      case 3 -> {
        g.setColor(colour(random));
        g.fillRect(0, h * 2 / 3, w, h / 3);
        for (int i = 0; i < 14; i++) {
          g.setColor(colour(random));
          int s = w / 12 + random.nextInt(w / 4);
          g.fillRect(
              random.nextInt(w) - s / 2, random.nextInt(h), s, h / 10 + random.nextInt(h / 3));
        }
      }
      case 4 -> {
        double fx = 8 + random.nextInt(30);
        double fy = 8 + random.nextInt(30);
        Color a = colour(random);
        Color b = other(a, random);
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            double t = 0.5 + 0.5 * Noise.at(x * fx / w, y * fy / h, random.nextInt(1) + 0.5);
            image.setRGB(x, y, mix(a, b, t));
          }
        }
      }
      default -> {
        Color wood =
            new Color(150 + random.nextInt(60), 100 + random.nextInt(50), 60 + random.nextInt(40));
        int board = w / 9 + random.nextInt(w / 7);
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            double t = 0.7 + 0.3 * Noise.at(x * 0.25, y * 0.015, x / board);
            if (x % board < 3) {
              t *= 0.4;
            }
            image.setRGB(x, y, mix(Color.BLACK, wood, t));
          }
        }
      }
    }
    g.dispose();
    return image;
  }

  private static int mix(Color a, Color b, double t) {
    double u = Math.clamp(t, 0.0, 1.0);
    return new Color(
            (int) (a.getRed() + (b.getRed() - a.getRed()) * u),
            (int) (a.getGreen() + (b.getGreen() - a.getGreen()) * u),
            (int) (a.getBlue() + (b.getBlue() - a.getBlue()) * u))
        .getRGB();
  }

  private static Color colour(Random random) {
    return Color.getHSBColor(
        random.nextFloat(), 0.2f + 0.7f * random.nextFloat(), 0.25f + 0.7f * random.nextFloat());
  }

  /// A colour that nobody takes for the given one.
  private static Color other(Color colour, Random random) {
    while (true) {
      Color other = colour(random);
      int away =
          Math.abs(other.getRed() - colour.getRed())
              + Math.abs(other.getGreen() - colour.getGreen())
              + Math.abs(other.getBlue() - colour.getBlue());
      if (away > 120) {
        return other;
      }
    }
  }

  private static Photo taken(float[] rgb, int w, int h, double noise, double quality, long seed) {
    var random = new Random(seed * 31 + 7);
    int[] argb = new int[w * h];
    for (int i = 0; i < argb.length; i++) {
      int pixel = 255;
      for (int c = 0; c < 3; c++) {
        pixel =
            pixel << 8
                | Math.clamp(Math.round(rgb[3 * i + c] + noise * random.nextGaussian()), 0, 255);
      }
      argb[i] = pixel;
    }
    return quality > 1 ? Photo.of(w, h, argb) : compressed(argb, w, h, (float) quality);
  }

  private static Photo compressed(int[] argb, int w, int h, float quality) {
    byte[] jpeg = jpeg(Photo.of(w, h, argb), quality);
    try {
      BufferedImage back = ImageIO.read(new ByteArrayInputStream(jpeg));
      return Photo.of(w, h, back.getRGB(0, 0, w, h, null, 0, w));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The photo as a JPEG file.
  public static byte[] jpeg(Photo photo, float quality) {
    var image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, photo.width(), photo.height(), photo.pixels(), 0, photo.width());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
