package com.devskyy.tasks.tryon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Task;
import com.devskyy.studio.tryon.Landmarks.Mark;
import com.devskyy.tasks.provider.Fleet;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Landmarks that the caller gives, where the outline does not show them.
@Timeout(60)
final class BodyMarksTest {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 450;

  @TempDir Path folder;
  private Fleet fleet;

  @BeforeEach
  void open() {
    fleet = new Fleet(folder, TryOnTasks.TYPES);
    fleet.serve(
        new TryOnTasks(Maker.LOCAL, Optional.empty(), fleet.inputs, fleet.shelf, new Semaphore(1))
            .served());
  }

  private static Map<Mark, int[]> marks() {
    Map<Mark, int[]> marks = new EnumMap<>(Mark.class);
    both(marks, "NECK", 10, 84);
    both(marks, "SHOULDER", 40, 100);
    both(marks, "ARMPIT", 34, 134);
    both(marks, "ELBOW", 52, 165);
    both(marks, "WRIST", 66, 220);
    both(marks, "WAIST", 28, 185);
    both(marks, "HIP", 32, 225);
    both(marks, "ANKLE", 20, 395);
    marks.put(Mark.CROTCH, new int[] {WIDTH / 2, 236});
    return marks;
  }

  private static void both(Map<Mark, int[]> marks, String name, int fromAxis, int y) {
    marks.put(Mark.valueOf(name + "_LEFT"), new int[] {WIDTH / 2 - fromAxis, y});
    marks.put(Mark.valueOf(name + "_RIGHT"), new int[] {WIDTH / 2 + fromAxis, y});
  }

  private static String json(Map<Mark, int[]> marks) {
    StringBuilder json = new StringBuilder(",\"model_landmarks\":{");
    marks.forEach(
        (mark, at) ->
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                .append(
                    String.format(
                        Locale.ROOT,
                        "\"%s\":{\"x\":%.4f,\"y\":%.4f}",
                        mark,
                        (double) at[0] / WIDTH,
                        (double) at[1] / HEIGHT)));
    return json.append('}').toString();
  }

  private static String input(String more) {
    return input(person(true), more);
  }

  private static String input(String person, String more) {
    return "{\"model_image\":\"%s\",\"garment_image\":\"%s\",\"user_id\":\"u\"%s}"
        .formatted(person, tee(), more);
  }

  private Task run(String more) {
    return fleet.toEnd(fleet.enqueue("fashn_tryon", input(more)));
  }

  @Test
  void hairOverTheNeckIsNoObstacleWhereTheMarksAreGiven() throws Exception {
    Task refused = run("");
    assertThat(refused.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(refused.error().orElseThrow().message())
        .contains("no neck", "say where it is by model_landmarks");
    Task made = run(json(marks()));
    assertThat(made.error()).isEmpty();
    assertThat(fleet.file(fleet.result(made.id()).get("image_url").toString())).isNotEmpty();
  }

  @Test
  void aBodyWhoseOutlineShowsItsMarksNeedsNone() throws Exception {
    Task made = fleet.toEnd(fleet.enqueue("fashn_tryon", input(person(false), "")));
    assertThat(made.error()).isEmpty();
    Map<?, ?> result = fleet.result(made.id());
    assertThat(((Map<?, ?>) result.get("metadata")).get("provider")).isEqualTo("local-preview");
    BufferedImage picture =
        ImageIO.read(new ByteArrayInputStream(fleet.file(result.get("image_url").toString())));
    // The gray top has given way to the red tee; head and trousers are as they were.
    var chest = new Color(picture.getRGB(WIDTH / 2, 160));
    assertThat(chest.getRed()).isGreaterThan(chest.getBlue() + 60);
    var leg = new Color(picture.getRGB(WIDTH / 2 - 18, 330));
    assertThat(leg.getBlue()).isGreaterThan(leg.getRed() + 15);
  }

  @Test
  void marksThatAreMissingOutsideOrNotOfAStandingBodyAreNamedAtOnce() {
    Map<Mark, int[]> few = marks();
    few.remove(Mark.CROTCH);
    refused(few, "model_landmarks", "[crotch] missing");
    Map<Mark, int[]> outside = marks();
    outside.put(Mark.WRIST_LEFT, new int[] {600, 220});
    refused(outside, "model_landmarks.wrist_left.x", "at most 1", "2");
    Map<Mark, int[]> mirrored = marks();
    mirrored.put(Mark.ANKLE_LEFT, new int[] {240, 395});
    refused(mirrored, "model_landmarks", "ankle_left must lie left of ankle_right", "0.8");
  }

  private void refused(Map<Mark, int[]> marks, String... said) {
    assertThatThrownBy(() -> fleet.enqueue("fashn_tryon", input(json(marks))))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .contains(said);
  }

  @Test
  void theSchemaSaysHowMarksAreGiven() {
    assertThat(fleet.codec.schema(FashnTryon.class).text())
        .contains("model_landmarks", "shares of its width and height", "neck_left");
  }

  /// A standing person, with hair over the shoulders or with short hair.
  private static String person(boolean longHair) {
    return drawn(
        WIDTH,
        HEIGHT,
        picture -> {
          var skin = new Color(0xd9a785);
          limbs(picture, skin, 13, List.of(new int[] {34, 108}, new int[] {52, 165}));
          limbs(picture, skin, 13, List.of(new int[] {52, 165}, new int[] {66, 228}));
          limbs(picture, skin, 20, List.of(new int[] {18, 300}, new int[] {20, 415}));
          picture.fillOval(WIDTH / 2 - 17, 25, 34, 52);
          picture.fillRect(WIDTH / 2 - 10, 60, 20, 50);
          var navy = new Color(0x2b3350);
          limbs(picture, navy, 26, List.of(new int[] {17, 230}, new int[] {20, 380}));
          picture.fill(polygon(-30, 190, 30, 190, 32, 236, -32, 236));
          var gray = new Color(0x6e737d);
          limbs(picture, gray, 18, List.of(new int[] {32, 108}, new int[] {46, 150}));
          picture.fill(
              polygon(
                  -12, 92, 12, 92, 40, 100, 34, 134, 28, 185, 32, 215, -32, 215, -28, 185, -34, 134,
                  -40, 100));
          picture.setColor(new Color(0x3a2417));
          picture.fill(
              longHair
                  ? polygon(-22, 30, 22, 30, 30, 122, 14, 122, 14, 50, -14, 50, -14, 122, -30, 122)
                  : polygon(-17, 25, 17, 25, 17, 40, -17, 40));
        });
  }

  private static String tee() {
    return drawn(
        280,
        280,
        picture -> {
          picture.setColor(new Color(0xb02a30));
          picture.translate(-10, 0);
          picture.fill(
              polygon(
                  -22, 50, 0, 64, 22, 50, 50, 62, 95, 120, 70, 137, 48, 105, 48, 240, -48, 240, -48,
                  105, -70, 137, -95, 120, -50, 62));
        });
  }

  /// Both limbs, x as distance from the axis.
  private static void limbs(Graphics2D picture, Color colour, float width, List<int[]> line) {
    picture.setColor(colour);
    picture.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    int[] a = line.getFirst();
    int[] b = line.getLast();
    for (int side = -1; side <= 1; side += 2) {
      picture.drawLine(WIDTH / 2 + side * a[0], a[1], WIDTH / 2 + side * b[0], b[1]);
    }
  }

  /// @param corners x as distance from the axis, then y
  private static Polygon polygon(int... corners) {
    var polygon = new Polygon();
    for (int i = 0; i < corners.length; i += 2) {
      polygon.addPoint(WIDTH / 2 + corners[i], corners[i + 1]);
    }
    return polygon;
  }

  private interface Drawing {
    void on(Graphics2D picture);
  }

  private static String drawn(int width, int height, Drawing drawing) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D picture = image.createGraphics();
    picture.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    picture.setColor(new Color(0xe3e3e6));
    picture.fillRect(0, 0, width, height);
    drawing.on(picture);
    picture.dispose();
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
