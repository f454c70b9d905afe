package com.devskyy.tasks.model3d;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.Format;
import com.devskyy.studio.Garment;
import com.devskyy.studio.Studio;
import com.devskyy.studio.order.GarmentOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DeliveredTest {
  private static Garment cap;

  @BeforeAll
  static void make() {
    cap =
        new Studio()
            .make(
                new GarmentOrder(
                    com.devskyy.studio.order.GarmentType.CAP,
                    com.devskyy.studio.order.Collection.SIGNATURE,
                    com.devskyy.studio.order.Style.LOW_POLY,
                    "cap",
                    1),
                (_, _) -> {});
  }

  /// The studio's files are of these formats, and no work of the one who tells them apart.
  @ParameterizedTest
  @EnumSource(Format.class)
  void aFileIsTakenAsItsOwnFormatAndNoOther(Format format) {
    byte[] bytes = format.write(cap.model());
    assertThat(Delivered.of(ModelFormat.valueOf(format.name()), bytes))
        .hasValueSatisfying(it -> assertThat(it.suffix()).isEqualTo(format.suffix()));
    boolean isZip = format == Format.OBJ || format == Format.USDZ;
    for (ModelFormat other : ModelFormat.values()) {
      if (!other.name().equals(format.name()) && !isZip) {
        assertThat(Delivered.of(other, bytes)).as(other.wire()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OBJ, '# a box\nv 0 0 0\n', true",
    "OBJ, 'v 0 0 0', true",
    "OBJ, '{\"v \":1}', false",
    "STL, 'solid box\nfacet', true",
    "STL, 'no', false",
    "FBX, 'Kaydara FBX Binary  \0', true",
    "FBX, '; FBX 7.4.0 project file', true",
    "FBX, 'glTF', false",
    "USDZ, 'glTF', false",
    "USDZ, '#usda 1.0', false",
    "OBJ, '<html>gone</html>', false",
    "STL, '<html>gone</html>', false",
    "FBX, '<html>gone</html>', false",
    "USDZ, '<html>gone</html>', false",
    "USDZ, '', false",
    "STL, '', false",
  })
  void textsAreToldApart(ModelFormat format, String text, boolean taken) {
    assertThat(Delivered.of(format, text.getBytes(ISO_8859_1)).isPresent()).isEqualTo(taken);
  }

  @Test
  void anStlHasAsManyTrianglesAsItSays() {
    ByteBuffer stl = ByteBuffer.allocate(84 + 2 * 50).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Delivered.of(ModelFormat.STL, stl.putInt(80, 2).array())).isPresent();
    assertThat(Delivered.of(ModelFormat.STL, stl.putInt(80, 3).array())).isEmpty();
    assertThat(Delivered.of(ModelFormat.STL, stl.putInt(80, 0).array())).isEmpty();
  }
}
