package com.devskyy.studio.photo;

import com.devskyy.studio.photo.PhotoRefused.Reason;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a photo's bytes: sniffs, measures, decodes, then applies colour profile and orientation.
final class PhotoReader {
  /// Longer sides are read at every second, third ... pixel: more detail is never used.
  private static final int ENOUGH = 4096;

  private static final int LEAST_SIDE = 32;

  private PhotoReader() {}

  static Photo read(byte[] bytes, PhotoLimits limits) {
    if (bytes.length > limits.bytes()) {
      throw new PhotoRefused(
          Reason.TOO_LARGE,
          "photo has %,d bytes, at most %,d are allowed".formatted(bytes.length, limits.bytes()),
          "save it smaller or at a lower quality");
    }
    PhotoFormat format = PhotoFormat.sniff(bytes);
    if (format == PhotoFormat.JPEG && !ends(bytes)) {
      throw damaged(format, "it ends in the middle of its pixels", null);
    }
    Embedded embedded = Embedded.read(format, bytes);
    ImageReader reader = reader(format);
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(embedded.pixels()))) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      check(width, height, limits);
      var param = reader.getDefaultReadParam();
      int step = Math.max(1, Math.max(width, height) / ENOUGH);
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      Photo photo = Photo.of(image.getWidth(), image.getHeight(), shown(image, embedded.profile()));
      return oriented(photo, embedded.orientation());
    } catch (PhotoRefused e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Readers answer damage with every kind of exception.
      String message = e.getMessage();
      throw damaged(format, message == null ? "its data end early" : message, e);
    } finally {
      reader.dispose();
    }
  }

  private static void check(int width, int height, PhotoLimits limits) {
    if (width > limits.side() || height > limits.side()) {
      throw new PhotoRefused(
          Reason.TOO_LARGE,
          "photo is %,d x %,d pixels, a side may have %,d".formatted(width, height, limits.side()),
          "scale it down");
    }
    if ((long) width * height > limits.pixels()) {
      throw new PhotoRefused(
          Reason.TOO_LARGE,
          "photo is %,d x %,d = %,d pixels, at most %,d are allowed"
              .formatted(width, height, (long) width * height, limits.pixels()),
          "scale it down");
    }
    if (Math.min(width, height) < LEAST_SIDE) {
      throw new PhotoRefused(
          Reason.TOO_SMALL,
          "photo is %d x %d pixels, each side needs %d at least"
              .formatted(width, height, LEAST_SIDE),
          "send the original, 800 pixels or more");
    }
  }

  /// Whether an end-of-image marker is there; what follows it (a maker's notes) does not matter.
  private static boolean ends(byte[] bytes) {
    for (int i = bytes.length - 2; i > 2; i--) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == 0xd9) {
        return true;
      }
    }
    return false;
  }

  private static ImageReader reader(PhotoFormat format) {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    ImageReader first = null;
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.twelvemonkeys")) {
        return reader;
      }
      first = first == null ? reader : first;
    }
    if (first == null) {
      throw new IllegalStateException(
          "no reader for %s is on the class path: imageio-webp or imageio-jpeg is missing"
              .formatted(format));
    }
    return first;
  }

  /// The pixels in sRGB.
  private static int[] shown(BufferedImage image, byte[] profile) {
    var model = image.getColorModel();
    if (image.getRaster().getNumBands() <= 2 && !(model instanceof IndexColorModel)) {
      return gray(image.getRaster(), shades(profile));
    }
    if (!model.getColorSpace().isCS_sRGB()) {
      return converted(image);
    }
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    ICC_ColorSpace space = space(profile, ColorSpace.TYPE_RGB);
    return space == null || space.isCS_sRGB()
        ? argb
        : converted(tagged(argb, image.getWidth(), image.getHeight(), space));
  }

  /// What each stored gray is shown as: itself, unless a profile says otherwise.
  private static int[] shades(byte[] profile) {
    int[] shades = IntStream.range(0, 256).toArray();
    ICC_ColorSpace space = space(profile, ColorSpace.TYPE_GRAY);
    if (space != null) {
      Arrays.setAll(shades, i -> Math.round(255 * space.toRGB(new float[] {i / 255f})[0]));
    }
    return shades;
  }

  /// Gray as it was stored: through its colour model the JDK would take it for linear light.
  private static int[] gray(Raster raster, int[] shades) {
    int width = raster.getWidth();
    int[] argb = new int[width * raster.getHeight()];
    int shift = raster.getSampleModel().getSampleSize(0) - 8;
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    int[] samples = new int[width * raster.getNumBands()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int x = 0; x < width; x++) {
        int i = x * raster.getNumBands();
        int value = shades[shift >= 0 ? samples[i] >> shift : samples[i] * 255 / most];
        int alpha = 255;
        if (raster.getNumBands() == 2) {
          alpha = shift >= 0 ? samples[i + 1] >> shift : samples[i + 1] * 255 / most;
        }
        argb[y * width + x] = alpha << 24 | value << 16 | value << 8 | value;
      }
    }
    return argb;
  }

  /// The profile's colour space if it is one of this type; null for none, and for a damaged one.
  private static @Nullable ICC_ColorSpace space(byte[] profile, int type) {
    if (profile.length == 0) {
      return null;
    }
    try {
      var space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
      return space.getType() == type ? space : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static BufferedImage tagged(int[] argb, int width, int height, ColorSpace space) {
    var model =
        new ComponentColorModel(
            space, true, false, BufferedImage.TRANSLUCENT, DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
    for (int i = 0; i < argb.length; i++) {
      data[4 * i] = (byte) (argb[i] >> 16);
      data[4 * i + 1] = (byte) (argb[i] >> 8);
      data[4 * i + 2] = (byte) argb[i];
      data[4 * i + 3] = (byte) (argb[i] >>> 24);
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static int[] converted(BufferedImage image) {
    var out = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    new ColorConvertOp(null).filter(image, out);
    return out.getRGB(0, 0, out.getWidth(), out.getHeight(), null, 0, out.getWidth());
  }

  /// Turned and mirrored as the EXIF orientation asks.
  private static Photo oriented(Photo photo, int orientation) {
    if (orientation == 1) {
      return photo;
    }
    int w = photo.width();
    int h = photo.height();
    int width = orientation >= 5 ? h : w;
    int height = orientation >= 5 ? w : h;
    int[] out = new int[w * h];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out[y * width + x] =
            switch (orientation) {
              case 2 -> photo.argb(w - 1 - x, y);
              case 3 -> photo.argb(w - 1 - x, h - 1 - y);
              case 4 -> photo.argb(x, h - 1 - y);
              case 5 -> photo.argb(y, x);
              case 6 -> photo.argb(y, h - 1 - x);
              case 7 -> photo.argb(w - 1 - y, h - 1 - x);
              default -> photo.argb(w - 1 - y, x);
            };
      }
    }
    return Photo.of(width, height, out);
  }

  private static PhotoRefused damaged(PhotoFormat format, String why, @Nullable Throwable cause) {
    String what = "photo looks like %s but cannot be read: %s".formatted(format, why);
    String next = "export it again, or send another copy";
    return cause == null
        ? new PhotoRefused(Reason.DAMAGED, what, next)
        : new PhotoRefused(Reason.DAMAGED, what, next, cause);
  }
}
