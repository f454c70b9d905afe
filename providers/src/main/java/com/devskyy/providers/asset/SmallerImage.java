package com.devskyy.providers.asset;

import com.devskyy.providers.fetch.FileKind;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/// An image of a model with fewer pixels. Numbers are taken as they are stored, whatever the file
/// says of colour profiles: glTF wants it so, and most of its images are no colours.
///
/// @param kind PNG or JPEG
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record SmallerImage(byte[] bytes, FileKind kind) {
  private static final float QUALITY = 0.9f;

  /// Sides from twice this on are read at every second, third ... pixel, to bound the memory.
  private static final int ENOUGH = 3_072;

  /// Where nothing covers anything, this keeps the colours that lie below.
  private static final double NEXT_TO_NOTHING = 1.0 / 1_024;

  /// Scales an image down by averaging areas, colours weighted by what covers them.
  ///
  /// @param longest pixels along the longer side
  /// @param lossless whether it must be PNG; an image with transparency is in any case
  /// @return empty where the JDK cannot read it, as with WebP
  static Optional<SmallerImage> of(byte[] file, ImageInfo info, int longest, boolean lossless) {
    ImageReader reader = reader(info.kind());
    if (reader == null) {
      return Optional.empty();
    }
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      var param = reader.getDefaultReadParam();
      int step = Math.max(1, Math.max(info.width(), info.height()) / ENOUGH);
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage small = scaled(samples(reader.read(0, param)), info, longest);
      boolean png = lossless || small.getColorModel().hasAlpha();
      return Optional.of(
          png
              ? new SmallerImage(written(small, "png"), FileKind.PNG)
              : new SmallerImage(written(small, "jpeg"), FileKind.JPEG));
    } catch (IOException | RuntimeException e) {
      // Readers answer damage with every kind of exception; whoever asked says that it stays.
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  /// The JDK's own: others apply profiles.
  private static @Nullable ImageReader reader(FileKind kind) {
    var readers = ImageIO.getImageReadersByFormatName(kind.name().toLowerCase(Locale.ROOT));
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio")) {
        return reader;
      }
    }
    return null;
  }

  /// One to four bands: gray or colour, each with or without what covers it.
  private static Raster samples(BufferedImage image) {
    return image.getColorModel() instanceof IndexColorModel palette
        ? palette.convertToIntDiscrete(image.getRaster(), false).getRaster()
        : image.getRaster();
  }

  private static BufferedImage scaled(Raster from, ImageInfo info, int longest) {
    double scale = (double) longest / Math.max(info.width(), info.height());
    int width = Math.max(1, (int) Math.round(info.width() * scale));
    int height = Math.max(1, (int) Math.round(info.height() * scale));
    int bands = from.getNumBands();
    boolean covered = bands % 2 == 0;
    int[][] rows = new int[height][];
    boolean opaque = true;
    for (int y = 0; y < height; y++) {
      rows[y] = row(from, y, width, height);
      opaque &= !covered || isOpaque(rows[y], bands);
    }
    return image(rows, width, bands, covered && !opaque);
  }

  /// One row of the smaller image, 0 to 255 in each band.
  private static int[] row(Raster from, int y, int width, int height) {
    int bands = from.getNumBands();
    boolean covered = bands % 2 == 0;
    int colours = covered ? bands - 1 : bands;
    double most = (1L << from.getSampleModel().getSampleSize(0)) - 1;
    double stepX = (double) from.getWidth() / width;
    double stepY = (double) from.getHeight() / height;
    double[] sums = new double[width * bands];
    double[] weights = new double[width];
    int[] samples = new int[from.getWidth() * bands];
    for (int below = (int) (y * stepY);
        below < Math.min(from.getHeight(), (y + 1) * stepY);
        below++) {
      double high = share(below, y * stepY, (y + 1) * stepY);
      from.getPixels(0, below, from.getWidth(), 1, samples);
      for (int x = 0; x < width; x++) {
        for (int left = (int) (x * stepX);
            left < Math.min(from.getWidth(), (x + 1) * stepX);
            left++) {
          double area = high * share(left, x * stepX, (x + 1) * stepX);
          double cover = covered ? samples[left * bands + colours] / most : 1;
          double weight = area * (cover + NEXT_TO_NOTHING);
          weights[x] += weight;
          for (int c = 0; c < colours; c++) {
            sums[x * bands + c] += weight * samples[left * bands + c] / most;
          }
          if (covered) {
            sums[x * bands + colours] += area * cover;
          }
        }
      }
    }
    int[] row = new int[sums.length];
    for (int i = 0; i < row.length; i++) {
      double over = i % bands < colours ? weights[i / bands] : stepX * stepY;
      row[i] = Math.clamp(Math.round(255 * sums[i] / over), 0, 255);
    }
    return row;
  }

  /// How much of a pixel lies between two places.
  private static double share(int pixel, double from, double to) {
    return Math.min(pixel + 1, to) - Math.max(pixel, from);
  }

  private static boolean isOpaque(int[] row, int bands) {
    return IntStream.range(0, row.length / bands).allMatch(x -> row[(x + 1) * bands - 1] == 255);
  }

  private static BufferedImage image(int[][] rows, int width, int bands, boolean alpha) {
    int colours = bands <= 2 ? 1 : 3;
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(colours == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(width, rows.length);
    for (int y = 0; y < rows.length; y++) {
      raster.setPixels(0, y, width, 1, alpha ? rows[y] : only(rows[y], bands, colours));
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static int[] only(int[] row, int bands, int colours) {
    int width = row.length / bands;
    int[] kept = new int[width * colours];
    Arrays.setAll(kept, i -> row[i / colours * bands + i % colours]);
    return kept;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    var out = new ByteArrayOutputStream(1 << 18);
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
