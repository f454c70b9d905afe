package com.devskyy.studio.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Noise;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeshingTest {
  private static final Field BALL = (x, y, z) -> Math.sqrt(x * x + y * y + z * z) - 0.1;
  private static final Box AROUND_BALL = new Box(-0.13, -0.13, -0.13, 0.13, 0.13, 0.13);

  private static Topology topology(Surface surface) {
    return Topology.of(surface.triangles(), surface.vertexCount());
  }

  @Test
  void aBallIsClosedAndLiesOnItsField() {
    Surface ball = SurfaceNets.of(BALL, AROUND_BALL, 0.008);
    assertThat(topology(ball)).isEqualTo(new Topology(0, 0, 0, 2, 1));
    for (int v = 0; v < ball.vertexCount(); v++) {
      double[] p = Arrays.copyOfRange(ball.points(), 3 * v, 3 * v + 3);
      assertThat(BALL.at(p[0], p[1], p[2])).isBetween(-0.002, 0.002);
    }
  }

  @Test
  void aRingKeepsItsHole() {
    Field ring = (x, y, z) -> Math.hypot(Math.hypot(x, z) - 0.08, y) - 0.03;
    Surface surface = SurfaceNets.of(ring, AROUND_BALL, 0.006);
    assertThat(topology(surface)).isEqualTo(new Topology(0, 0, 0, 0, 1));
    assertThat(topology(Simplify.to(surface, 300))).isEqualTo(new Topology(0, 0, 0, 0, 1));
  }

  @Test
  void twoSheetsInOneCellStayApart() {
    Field plates = (x, y, z) -> Math.max(0.003 - Math.abs(y), BALL.at(x, y, z));
    Surface surface = SurfaceNets.of(plates, AROUND_BALL, 0.008);
    assertThat(topology(surface).badEdges()).isZero();
    assertThat(topology(surface).badVertices()).isZero();
  }

  @Test
  void simplifyingReachesTheWishedNumberAndKeepsTheShape() {
    Surface light = Simplify.to(SurfaceNets.of(BALL, AROUND_BALL, 0.006), 400);
    assertThat(light.triangleCount()).isBetween(390, 400);
    assertThat(topology(light)).isEqualTo(new Topology(0, 0, 0, 2, 1));
    for (int v = 0; v < light.vertexCount(); v++) {
      double[] p = Arrays.copyOfRange(light.points(), 3 * v, 3 * v + 3);
      assertThat(BALL.at(p[0], p[1], p[2])).isBetween(-0.004, 0.004);
    }
  }

  @Test
  void aTrimmedAndThickenedBowlIsClosedAndItsRimRunsAlongTheCut() {
    Surface ball = SurfaceNets.of(BALL, AROUND_BALL, 0.007);
    Surface bowl = Trim.of(ball, (x, y, z) -> 0.03 - y, 0.007);
    assertThat(topology(bowl).euler()).isEqualTo(1);
    int rim = 0;
    for (int v = 0; v < bowl.vertexCount(); v++) {
      assertThat(bowl.points()[3 * v + 1]).isLessThan(0.0301);
      rim += bowl.points()[3 * v + 1] > 0.0299 ? 1 : 0;
    }
    assertThat(rim).isGreaterThan(40);
    Shell shell = Thicken.of(bowl, Thicken.normals(bowl, BALL, 0.002), 0.004);
    assertThat(Topology.of(shell.triangles(), shell.points().length / 3))
        .isEqualTo(new Topology(0, 0, 0, 2, 1));
    assertThat(Thicken.triangles(bowl)).isEqualTo(shell.triangleCount());
  }

  @Test
  void anyCutLeavesAManifold() {
    Surface ball = SurfaceNets.of(BALL, AROUND_BALL, 0.01);
    for (long seed = 0; seed < 40; seed++) {
      var noise = new Noise(seed);
      Surface fresh = new Surface(ball.points().clone(), ball.triangles());
      Surface cut = Trim.of(fresh, (x, y, z) -> 0.02 * noise.at(25 * x, 25 * y, 25 * z), 0.01);
      assertThat(topology(cut).badEdges()).as("seed %d", seed).isZero();
      assertThat(topology(cut).badVertices()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void chartsOfAnAtlasHoldEachTriangleOnce() {
    Shell tube =
        Sweep.tube(
            new double[] {0, 0, 0, 0, 0.1, 0.01, 0, 0.2, 0}, new double[] {.02, .03, .02}, 12);
    Atlas atlas = Atlas.of(List.of(tube), 900);
    Mesh mesh = atlas.mesh(false);
    assertThat(mesh.triangleCount()).isEqualTo(tube.triangleCount());
    assertThat(Topology.of(mesh)).isEqualTo(new Topology(0, 0, 0, 2, 1));
    for (float place : mesh.uvs()) {
      assertThat(place).isBetween(0f, 1f);
    }
  }

  @Test
  void openAndTwistedMeshesAreToldAsSuch() {
    assertThat(Topology.of(new int[] {0, 1, 2}, 3).openEdges()).isEqualTo(3);
    assertThat(Topology.of(new int[] {0, 1, 2, 0, 1, 3}, 4).badEdges()).isEqualTo(1);
    assertThat(Topology.of(new int[] {0, 1, 2, 0, 3, 4}, 5).badVertices()).isEqualTo(1);
  }
}
