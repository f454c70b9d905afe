package com.devskyy.studio.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.studio.Garment;
import com.devskyy.studio.Progress;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.mesh.Topology;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.scene.Backdrop;
import com.devskyy.studio.scene.Camera;
import com.devskyy.studio.scene.Wardrobe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PhotoModelTest {
  private static final Backdrop.Plain PAPER = new Backdrop.Plain(0xe9e9ec, 12, 8, 0.2, 1.5, 0.9);

  private static Photo photo(com.devskyy.studio.scene.Garment garment, int size, double yaw) {
    return Backdrop.plain(garment.shoot(garment.camera(size, size, yaw)), PAPER, 5);
  }

  @Test
  void everyGarmentBecomesAClosedManifoldWithinItsBudget() {
    for (var garment :
        List.of(Wardrobe.shorts(), Wardrobe.skirt(), Wardrobe.stripedTank(), Wardrobe.sweater())) {
      Garment made = PhotoModel.make(photo(garment, 256, 0), 1, Progress.NONE);
      Mesh mesh = mesh(made);
      assertThat(Topology.of(mesh).isClosedManifold())
          .as("%s %s", garment, Topology.of(mesh))
          .isTrue();
      assertThat(Topology.of(mesh).pieces()).isEqualTo(1);
      assertThat(mesh.triangleCount()).isBetween(8_000, 30_000);
      assertThat(made.glb().length).isLessThan(1_500_000);
      assertThat(made.previews()).hasSize(3);
    }
  }

  /// A photo does not tell from where it was taken, so that the model may be turned to fit best.
  @Test
  void theShapeIsNearTheGarmentsSeenFromUpTo15DegreesAside() {
    for (var garment :
        List.of(Wardrobe.roseTee(), Wardrobe.sweater(), Wardrobe.trousers(), Wardrobe.dress())) {
      List<double[]> truth = normalised(garment.surface(0, 90));
      for (double yaw : new double[] {-15, 15}) {
        Mesh mesh = mesh(PhotoModel.make(photo(garment, 256, yaw), 1, Progress.NONE));
        double best = 0;
        double fine = 0;
        for (double turn : new double[] {-15, -7.5, 0, 7.5, 15}) {
          List<double[]> made = normalised(turned(surface(mesh), turn));
          best = Math.max(best, score(made, truth, 0.1));
          fine = Math.max(fine, score(made, truth, 0.05));
        }
        System.out.printf(
            "image to 3D: %s from %+.0f: F at 0.1 %.3f, at 0.05 %.3f%n",
            garment.wear().kind(), yaw, best, fine);
        assertThat(best).isGreaterThanOrEqualTo(0.85);
      }
    }
  }

  private static List<double[]> turned(List<double[]> points, double degrees) {
    double a = Math.toRadians(degrees);
    return points.stream()
        .map(
            p ->
                new double[] {
                  p[0] * Math.cos(a) + p[2] * Math.sin(a),
                  p[1],
                  p[2] * Math.cos(a) - p[0] * Math.sin(a)
                })
        .toList();
  }

  @Test
  void theBackShowsNoGhostOfThePrint() {
    Garment made = PhotoModel.make(photo(Wardrobe.roseTee(), 320, 0), 1, Progress.NONE);
    Pixels front = made.previews().getFirst().pixels();
    Pixels back = made.previews().getLast().pixels();
    assertThat(red(front)).isGreaterThan(300);
    assertThat(red(back)).isZero();
  }

  private static int red(Pixels pixels) {
    int count = 0;
    for (int argb : pixels.argb()) {
      count += (argb >> 16 & 255) > (argb >> 8 & 255) + 14 ? 1 : 0;
    }
    return count;
  }

  @Test
  void sameBytesForTheSamePhotoAndSeed() {
    Photo photo = photo(Wardrobe.whiteTee(), 256, 0);
    byte[] once = PhotoModel.make(photo, 7, Progress.NONE).glb();
    assertThat(PhotoModel.make(photo, 7, Progress.NONE).glb()).isEqualTo(once);
    assertThat(PhotoModel.make(photo, 8, Progress.NONE).glb()).isNotEqualTo(once);
    assertThat(new String(once, 0, 400, StandardCharsets.ISO_8859_1))
        .contains("\"provider\":\"local-preview\"");
  }

  @Test
  void aGarmentThatReachesTheEdgeIsRefused() {
    var garment = Wardrobe.trousers();
    Camera camera = garment.camera(256, 256, 0);
    var close = new Camera(256, 256, 0, camera.scale(), 0, camera.middleY() + 0.2);
    Photo photo = Backdrop.plain(garment.shoot(close), PAPER, 5);
    assertThatThrownBy(() -> PhotoModel.make(photo, 1, Progress.NONE))
        .isInstanceOfSatisfying(
            PhotoRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.CROPPED));
  }

  private static Mesh mesh(Garment made) {
    return made.model().parts().getFirst().mesh();
  }

  /// Three points on each triangle are dense enough: they are a hundredth of the garment apart.
  private static List<double[]> surface(Mesh mesh) {
    List<double[]> out = new ArrayList<>();
    for (int c = 0; c < mesh.triangles().length; c += 3) {
      double[] middle = new double[3];
      for (int k = 0; k < 3; k++) {
        for (int d = 0; d < 3; d++) {
          middle[d] += mesh.positions()[3 * mesh.triangles()[c + k] + d] / 3;
        }
      }
      out.add(middle);
    }
    return out;
  }

  /// In a box whose longest side is 1.
  private static List<double[]> normalised(List<double[]> points) {
    double[] low = {9, 9, 9};
    double[] high = {-9, -9, -9};
    for (double[] p : points) {
      for (int d = 0; d < 3; d++) {
        low[d] = Math.min(low[d], p[d]);
        high[d] = Math.max(high[d], p[d]);
      }
    }
    double size = Math.max(high[0] - low[0], Math.max(high[1] - low[1], high[2] - low[2]));
    List<double[]> out = new ArrayList<>();
    for (int i = 0; i < points.size(); i += Math.max(1, points.size() / 3000)) {
      double[] q = new double[3];
      for (int d = 0; d < 3; d++) {
        q[d] = (points.get(i)[d] - (low[d] + high[d]) / 2) / size;
      }
      out.add(q);
    }
    return out;
  }

  private static double score(List<double[]> made, List<double[]> truth, double within) {
    double precision = near(made, truth, within);
    double recall = near(truth, made, within);
    return 2 * precision * recall / (precision + recall);
  }

  private static double near(List<double[]> points, List<double[]> others, double within) {
    int count = 0;
    for (double[] p : points) {
      for (double[] q : others) {
        double dx = p[0] - q[0];
        double dy = p[1] - q[1];
        double dz = p[2] - q[2];
        if (dx * dx + dy * dy + dz * dz < within * within) {
          count++;
          break;
        }
      }
    }
    return (double) count / points.size();
  }
}
