package com.devskyy.studio.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.scene.Backdrop;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhotoTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 40;

  /// Red, green, blue and gray quarters.
  private static Photo quarters() {
    int[] argb = new int[WIDTH * HEIGHT];
    for (int i = 0; i < argb.length; i++) {
      boolean left = i % WIDTH < WIDTH / 2;
      boolean upper = i / WIDTH < HEIGHT / 2;
      argb[i] = upper ? left ? 0xffc00000 : 0xff00a000 : left ? 0xff0000c0 : 0xff808080;
    }
    return Photo.of(WIDTH, HEIGHT, argb);
  }

  private static byte[] png() {
    return Png.encode(new Pixels(WIDTH, HEIGHT, quarters().pixels()));
  }

  private static Photo read(byte[] bytes) {
    return Photo.read(bytes, PhotoLimits.DEFAULT);
  }

  private static void near(int argb, int expected) {
    for (int shift = 0; shift < 32; shift += 8) {
      assertThat(argb >> shift & 255)
          .isCloseTo(expected >> shift & 255, org.assertj.core.data.Offset.offset(12));
    }
  }

  @Test
  void pngIsReadAsItIs() {
    assertThat(read(png()).pixels()).isEqualTo(quarters().pixels());
  }

  @Test
  void jpegIsRead() {
    Photo photo = read(Backdrop.jpeg(quarters(), 0.95f));
    near(photo.argb(6, 6), 0xffc00000);
    near(photo.argb(40, 34), 0xff808080);
  }

  @Test
  void webpIsRead() {
    Photo photo = read(webp(64, 33, 0x123456));
    assertThat(photo.width()).isEqualTo(64);
    assertThat(photo.height()).isEqualTo(33);
    assertThat(photo.argb(5, 30)).isEqualTo(0xff123456);
  }

  /// Orientation 6 asks to turn clockwise: what is stored left below is shown left above.
  @ParameterizedTest
  @CsvSource({
    "1,0xffc00000", "2,0xff00a000", "3,0xff808080", "4,0xff0000c0",
    "5,0xffc00000", "6,0xff0000c0", "7,0xff808080", "8,0xff00a000"
  })
  void exifOrientationIsApplied(int orientation, String upperLeft) {
    for (byte[] file : new byte[][] {withExif(png(), orientation), jpegWithExif(orientation)}) {
      Photo photo = read(file);
      assertThat(photo.width()).isEqualTo(orientation < 5 ? WIDTH : HEIGHT);
      near(photo.argb(5, 5), Long.decode(upperLeft).intValue());
    }
  }

  @Test
  void colourProfilesAreConverted() {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    near(read(withProfile(png(), linear)).argb(40, 34), 0xffbcbcbc);
    near(read(jpegWithProfile(linear)).argb(40, 34), 0xffbcbcbc);
    near(read(webpWithProfile(linear)).argb(40, 30), 0xffbcbcbc);
  }

  @Test
  void aDamagedProfileIsIgnored() {
    assertThat(read(withProfile(png(), new byte[] {1, 2, 3})).argb(40, 34)).isEqualTo(0xff808080);
  }

  @Test
  void whatIsNoPhotoIsNamed() {
    refused("%PDF-1.7 ...".getBytes(StandardCharsets.UTF_8), Reason.NOT_A_PHOTO, "a PDF");
    refused(
        "<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), Reason.NOT_A_PHOTO, "a web page");
    refused("GIF89a".getBytes(StandardCharsets.UTF_8), Reason.NOT_A_PHOTO, "a GIF");
    refused(new byte[0], Reason.NOT_A_PHOTO, "empty");
  }

  @Test
  void limitsAreCheckedBeforeDecoding() {
    assertThatThrownBy(() -> Photo.read(png(), new PhotoLimits(20, 1000, 1000)))
        .hasMessageContaining("bytes, at most 20 are allowed");
    assertThatThrownBy(() -> Photo.read(png(), new PhotoLimits(1 << 20, 1000, 1000)))
        .hasMessageContaining("48 x 40 = 1,920 pixels, at most 1,000 are allowed");
    assertThatThrownBy(() -> Photo.read(png(), new PhotoLimits(1 << 20, 10_000, 47)))
        .hasMessageContaining("a side may have 47");
  }

  @Test
  void aBombIsRefusedByItsHeader() {
    byte[] bomb = png();
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    sign(bomb, 12, 17);
    refused(bomb, Reason.TOO_LARGE, "60,000 x 60,000");
  }

  @Test
  void aCompressedTextIsNeverInflated() {
    byte[] zeros = new byte[64 << 20];
    byte[] text = new byte[1 << 20];
    var deflater = new Deflater(9);
    deflater.setInput(zeros);
    deflater.finish();
    int length = deflater.deflate(text);
    deflater.end();
    var body = new ByteArrayOutputStream();
    body.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    body.write(text, 0, length);
    byte[] file = inserted(png(), 33, chunk("zTXt", body.toByteArray()));
    assertThat(read(file).pixels()).isEqualTo(quarters().pixels());
    assertThat(Embedded.read(PhotoFormat.PNG, file).pixels()).hasSameSizeAs(png());
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 40, 90, 200})
  void aCutOffFileIsDamaged(int length) {
    byte[] jpeg = Backdrop.jpeg(quarters(), 0.9f);
    refused(
        Arrays.copyOf(jpeg, Math.min(length, jpeg.length - 2)), Reason.DAMAGED, "cannot be read");
    byte[] png = png();
    refused(
        Arrays.copyOf(png, Math.min(length, png.length - 30)), Reason.DAMAGED, "cannot be read");
  }

  @Test
  void aTinyPhotoIsRefused() {
    refused(webp(20, 20, 0), Reason.TOO_SMALL, "each side needs 32 at least");
  }

  @Test
  void scalingAverages() {
    Photo half = quarters().fit(24);
    assertThat(half.width()).isEqualTo(24);
    assertThat(half.height()).isEqualTo(20);
    assertThat(half.argb(3, 3)).isEqualTo(0xffc00000);
  }

  private static void refused(byte[] bytes, Reason reason, String words) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(PhotoRefused.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(words);
  }

  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'I')
        .put((byte) 'I')
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x112)
        .putShort((short) 3)
        .putInt(1)
        .putInt(orientation)
        .putInt(0)
        .array();
  }

  private static byte[] withExif(byte[] png, int orientation) {
    return inserted(png, 33, chunk("eXIf", exif(orientation)));
  }

  private static byte[] jpegWithExif(int orientation) {
    return withSegment(0xe1, "Exif\0\0", exif(orientation));
  }

  private static byte[] jpegWithProfile(byte[] profile) {
    return withSegment(0xe2, "ICC_PROFILE\0\1\1", profile);
  }

  private static byte[] withSegment(int marker, String name, byte[] body) {
    byte[] head = name.getBytes(StandardCharsets.ISO_8859_1);
    byte[] segment =
        ByteBuffer.allocate(4 + head.length + body.length)
            .put((byte) 0xff)
            .put((byte) marker)
            .putShort((short) (2 + head.length + body.length))
            .put(head)
            .put(body)
            .array();
    // After the JFIF segment, which comes first.
    return inserted(Backdrop.jpeg(quarters(), 0.95f), 20, segment);
  }

  private static byte[] withProfile(byte[] png, byte[] profile) {
    var deflater = new Deflater();
    deflater.setInput(profile);
    deflater.finish();
    byte[] packed = new byte[profile.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    var body = new ByteArrayOutputStream();
    body.writeBytes("p\0\0".getBytes(StandardCharsets.ISO_8859_1));
    body.write(packed, 0, length);
    return inserted(png, 33, chunk("iCCP", body.toByteArray()));
  }

  private static byte[] chunk(String type, byte[] body) {
    byte[] out =
        ByteBuffer.allocate(12 + body.length)
            .putInt(body.length)
            .put(type.getBytes(StandardCharsets.ISO_8859_1))
            .put(body)
            .array();
    sign(out, 4, 4 + body.length);
    return out;
  }

  private static void sign(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    ByteBuffer.wrap(bytes).putInt(from + length, (int) crc.getValue());
  }

  private static byte[] inserted(byte[] file, int at, byte[] more) {
    var out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.writeBytes(more);
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }

  /// A gray WebP in the extended form, with a profile.
  private static byte[] webpWithProfile(byte[] profile) {
    byte[] plain = webp(64, 33, 0x808080);
    int padded = profile.length + (profile.length & 1);
    byte[] header = {0x20, 0, 0, 0, 63, 0, 0, 32, 0, 0};
    var out =
        ByteBuffer.allocate(plain.length + 18 + 8 + padded)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(plain, 0, 12)
            .put("VP8X".getBytes(StandardCharsets.US_ASCII))
            .putInt(10)
            .put(header)
            .put("ICCP".getBytes(StandardCharsets.US_ASCII))
            .putInt(profile.length)
            .put(profile);
    out.position(12 + 18 + 8 + padded);
    out.put(plain, 12, plain.length - 12);
    out.putInt(4, out.capacity() - 8);
    return out.array();
  }

  /// A lossless WebP of one colour: every prefix code has one symbol, so no pixel takes a bit.
  private static byte[] webp(int width, int height, int rgb) {
    var bits = new java.math.BigInteger("0");
    int at = 0;
    long[][] fields = {
      {width - 1, 14},
      {height - 1, 14},
      {0, 1},
      {0, 3},
      {0, 1},
      {0, 1},
      {0, 1},
      {1, 1},
      {0, 1},
      {1, 1},
      {rgb >> 8 & 255, 8},
      {1, 1},
      {0, 1},
      {1, 1},
      {rgb >> 16 & 255, 8},
      {1, 1},
      {0, 1},
      {1, 1},
      {rgb & 255, 8},
      {1, 1},
      {0, 1},
      {1, 1},
      {255, 8},
      {1, 1},
      {0, 1},
      {0, 1},
      {0, 1}
    };
    for (long[] field : fields) {
      bits = bits.or(java.math.BigInteger.valueOf(field[0]).shiftLeft(at));
      at += (int) field[1];
    }
    // The reader takes eight bytes at a time.
    byte[] data = new byte[(at / 8 + 18) & ~1];
    data[0] = 0x2f;
    for (int i = 1; i < data.length; i++) {
      data[i] = bits.shiftRight(8 * (i - 1)).byteValue();
    }
    return ByteBuffer.allocate(20 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(12 + data.length)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }
}
