package com.devskyy.providers.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ImageSizeTest {
  private static ImageSize size(byte[] file) {
    return ImageSize.of(FileKind.of(file).orElseThrow(), file).orElseThrow();
  }

  @Test
  void sizesOfAllKindsAreReadFromTheirHeaders() {
    var wanted = new ImageSize(640, 427);
    assertThat(size(Pictures.png(640, 427))).isEqualTo(wanted);
    assertThat(size(Pictures.jpeg(640, 427))).isEqualTo(wanted);
    assertThat(size(Pictures.webp(Pictures.lossy(640, 427)))).isEqualTo(wanted);
    assertThat(size(Pictures.webp(Pictures.lossless(640, 427)))).isEqualTo(wanted);
    assertThat(size(Pictures.webp(Pictures.canvas(640, 427)))).isEqualTo(wanted);
    assertThat(size(Pictures.webp(Pictures.lossless(16_384, 16_384))).pixels())
        .isEqualTo(16_384L * 16_384);
  }

  @Test
  void aFrameLargerThanItsCanvasCounts() {
    assertThat(size(Pictures.webp(Pictures.canvas(8, 8), Pictures.lossy(16_000, 9_000))))
        .isEqualTo(new ImageSize(16_000, 9_000));
  }

  @Test
  void aThumbnailInsideAJpegIsNotItsSize() {
    byte[] plain = Pictures.jpeg(640, 427);
    byte[] thumbnail = Pictures.jpeg(16, 12);
    byte[] file = new byte[plain.length + thumbnail.length + 4];
    file[0] = (byte) 0xff;
    file[1] = (byte) 0xd8;
    file[2] = (byte) 0xff;
    file[3] = (byte) 0xe1;
    file[4] = (byte) ((thumbnail.length + 2) >> 8);
    file[5] = (byte) (thumbnail.length + 2);
    System.arraycopy(thumbnail, 0, file, 6, thumbnail.length);
    System.arraycopy(plain, 2, file, 6 + thumbnail.length, plain.length - 2);
    assertThat(size(file)).isEqualTo(new ImageSize(640, 427));
  }

  @Test
  void aHeaderThatIsCutOffOrWithoutPixelsStatesNoSize() {
    for (byte[] file :
        new byte[][] {
          Pictures.png(640, 427), Pictures.jpeg(640, 427), Pictures.webp(Pictures.lossy(640, 427))
        }) {
      FileKind kind = FileKind.of(file).orElseThrow();
      assertThat(ImageSize.of(kind, Arrays.copyOf(file, 13))).isEmpty();
    }
    assertThat(ImageSize.of(FileKind.PNG, Pictures.bomb(0, 5))).isEmpty();
    assertThat(ImageSize.of(FileKind.PNG, Pictures.bomb(-1, 5))).isEmpty();
  }
}
