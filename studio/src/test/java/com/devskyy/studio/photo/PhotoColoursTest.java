package com.devskyy.studio.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kinds of files that are rarer than a JPEG or PNG in sRGB: all show the same picture, of red,
/// green, blue and gray quarters.
final class PhotoColoursTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 40;

  private static Photo read(byte[] bytes) {
    return Photo.read(bytes, PhotoLimits.DEFAULT);
  }

  private static void near(int argb, int expected, int distance) {
    for (int shift = 0; shift < 32; shift += 8) {
      assertThat(argb >> shift & 255)
          .as("%08x", argb)
          .isCloseTo(expected >> shift & 255, Offset.offset(distance));
    }
  }

  /// Made of the picture by Google's cwebp 1.2.4: `-q 85`, the second with its lower half seen
  /// through.
  private static byte[] lossy(String name) throws IOException {
    try (var in = PhotoColoursTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void lossyWebpIsRead() throws Exception {
    Photo photo = read(lossy("quarters.webp"));
    assertThat(photo.width()).isEqualTo(WIDTH);
    assertThat(photo.height()).isEqualTo(HEIGHT);
    near(photo.argb(8, 8), 0xffc00000, 12);
    near(photo.argb(40, 8), 0xff00a000, 12);
    near(photo.argb(8, 32), 0xff0000c0, 12);
    near(photo.argb(40, 32), 0xff808080, 12);
  }

  @Test
  void transparencyBesideLossyColoursIsRead() throws Exception {
    Photo photo = read(lossy("quarters-alpha.webp"));
    near(photo.argb(8, 8), 0xffc00000, 12);
    near(photo.argb(40, 32), 0x40808080, 12);
  }

  /// Orientation 6 asks to turn clockwise: what is stored left below is shown left above.
  @ParameterizedTest
  @CsvSource({
    "1,0xffc00000", "2,0xff00a000", "3,0xff808080", "4,0xff0000c0",
    "5,0xffc00000", "6,0xff0000c0", "7,0xff808080", "8,0xff00a000"
  })
  void exifOrientationOfWebpIsApplied(int orientation, String upperLeft) throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      for (String head : new String[] {"", "Exif\0\0"}) {
        Photo photo = read(withExif(lossy("quarters.webp"), head, orientation, order));
        assertThat(photo.width()).isEqualTo(orientation < 5 ? WIDTH : HEIGHT);
        near(photo.argb(8, 8), Long.decode(upperLeft).intValue(), 12);
      }
    }
  }

  /// In the extended form, as cameras and cwebp write it.
  private static byte[] withExif(byte[] simple, String head, int orientation, ByteOrder order) {
    ByteBuffer exif = ByteBuffer.allocate(head.length() + 26);
    exif.put(head.getBytes(StandardCharsets.ISO_8859_1)).order(order);
    exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteBuffer out =
        ByteBuffer.allocate(simple.length + 18 + 8 + exif.capacity())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(simple, 0, 12).put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    out.put(new byte[] {0x08, 0, 0, 0, WIDTH - 1, 0, 0, HEIGHT - 1, 0, 0});
    out.put(simple, 12, simple.length - 12);
    out.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.capacity()).put(exif.array());
    return out.putInt(4, out.capacity() - 8).array();
  }

  @ParameterizedTest
  @CsvSource({"png, false", "png, true", "jpeg, false"})
  void profilesOfGrayPicturesAreConverted(String format, boolean alpha) throws Exception {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    byte[] plain = encoded(gray(alpha), format);
    near(read(plain).argb(40, 32), alpha ? 0x80808080 : 0xff808080, 2);
    byte[] tagged = format.equals("png") ? pngWith(plain, linear) : jpegWith(plain, linear);
    near(read(tagged).argb(40, 32), alpha ? 0x80bcbcbc : 0xffbcbcbc, 2);
  }

  /// 0x80 everywhere.
  private static BufferedImage gray(boolean alpha) {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    Arrays.fill(samples, (byte) 0x80);
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] pngWith(byte[] png, byte[] profile) throws IOException {
    var body = new ByteArrayOutputStream();
    body.writeBytes("iCCPgray\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (var deflater = new DeflaterOutputStream(body)) {
      deflater.write(profile);
    }
    var crc = new CRC32();
    crc.update(body.toByteArray());
    byte[] chunk =
        ByteBuffer.allocate(8 + body.size())
            .putInt(body.size() - 4)
            .put(body.toByteArray())
            .putInt((int) crc.getValue())
            .array();
    return inserted(png, 33, chunk);
  }

  private static byte[] jpegWith(byte[] jpeg, byte[] profile) {
    byte[] segment =
        ByteBuffer.allocate(18 + profile.length)
            .putShort((short) 0xffe2)
            .putShort((short) (16 + profile.length))
            .put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1))
            .put(profile)
            .array();
    return inserted(jpeg, 20, segment); // Behind JFIF's, which comes first.
  }

  private static byte[] inserted(byte[] file, int at, byte[] more) {
    return ByteBuffer.allocate(file.length + more.length)
        .put(file, 0, at)
        .put(more)
        .put(file, at, file.length - at)
        .array();
  }

  /// Inks are no colours until somebody says which paper: near is enough.
  @Test
  void jpegsOfFourInksAreRead() throws Exception {
    Photo photo = read(cmyk());
    assertThat(photo.width()).isEqualTo(WIDTH);
    near(photo.argb(8, 8), 0xffc00000, 24);
    near(photo.argb(40, 8), 0xff00a000, 24);
    near(photo.argb(8, 32), 0xff0000c0, 24);
    near(photo.argb(40, 32), 0xff808080, 24);
  }

  /// The picture in cyan, magenta, yellow and black, as Adobe writes it: 255 is no ink.
  private static byte[] cmyk() throws IOException {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean left = x < WIDTH / 2;
        int[] free =
            y < HEIGHT / 2
                ? left ? new int[] {255, 0, 0, 192} : new int[] {0, 255, 0, 160}
                : left ? new int[] {0, 0, 255, 192} : new int[] {255, 255, 255, 128};
        inks.setPixel(x, y, free);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(inks, null, null), writer.getDefaultWriteParam());
    } finally {
      writer.dispose();
    }
    byte[] adobe = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    return inserted(out.toByteArray(), 2, adobe);
  }
}
