package com.devskyy.studio.photo;

import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.raster.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/// The closed surface: a front, its mirror image as back, and a rounded wall along the outline.
///
/// The flat mesh stops a little inside of the outline; from there the wall bends around to the
/// back. The wall has texture of its own, measured along and across it, so that the photo is never
/// stretched over a side it does not show.
final class Puffed {
  /// The wall's rows from front to back: 1 at the front's rim, 0 on the outline, -1 at the back's.
  private static final double[] ROWS = {1, 0.78, 0.5, 0.2, -0.2, -0.5, -0.78, -1};

  /// The back is a little flatter than the front.
  private static final double BACK = 0.92;

  /// Texels between islands.
  private static final int GAP = 8;

  /// A piece of the wall: a run of rim vertices with a rectangle of the texture.
  ///
  /// @param rim vertices of the flat mesh
  /// @param along texels from the piece's start, for each of them
  /// @param left where the rectangle lies in the texture, texels
  @SuppressWarnings("ArrayRecordComponent") // Many numbers, never compared.
  record Strip(int[] rim, double[] along, int left, int top, int height) {}

  private final FlatMesh flat;
  private final Plane distance;
  private final Inflation inflation;
  private final double inset;
  private final List<Strip> strips = new ArrayList<>();
  private final int textureWidth;
  private final int textureHeight;
  private final double metres;

  /// @param metres the size of a pixel
  Puffed(Plane distance, double inset, double cell, double metres) {
    this.distance = distance;
    this.inset = inset;
    this.metres = metres;
    flat = FlatMesh.of(distance, inset, cell);
    inflation = Inflation.of(distance);
    textureWidth = 2 * distance.width + 3 * GAP;
    textureHeight = layStrips();
  }

  int textureWidth() {
    return textureWidth;
  }

  int textureHeight() {
    return textureHeight;
  }

  int frontLeft() {
    return GAP;
  }

  int backLeft() {
    return 2 * GAP + distance.width;
  }

  int islandTop() {
    return GAP;
  }

  List<Strip> strips() {
    return strips;
  }

  FlatMesh flat() {
    return flat;
  }

  private int layStrips() {
    int x = GAP;
    int y = distance.height + 2 * GAP;
    int tallest = 0;
    for (int[] rim : flat.rims()) {
      int height = (int) Math.ceil(wallLength(rim));
      int start = 0;
      while (start < rim.length) {
        int room = textureWidth - GAP - x;
        double length = 0;
        int end = start;
        List<Double> along = new ArrayList<>(List.of(0.0));
        while (end < rim.length) {
          double step = step(rim, end);
          if (length + step > room) {
            break;
          }
          length += step;
          along.add(length);
          end++;
        }
        if (end == start || (end < rim.length && end - start < 8 && x > GAP)) {
          x = GAP;
          y += tallest + GAP;
          tallest = 0;
          continue;
        }
        int[] run = new int[end - start + 1];
        for (int i = 0; i < run.length; i++) {
          run[i] = rim[(start + i) % rim.length];
        }
        double[] places = along.stream().mapToDouble(d -> d).toArray();
        strips.add(new Strip(run, places, x, y, height));
        tallest = Math.max(tallest, height);
        x += (int) Math.ceil(length) + GAP;
        start = end;
      }
    }
    return y + tallest + GAP;
  }

  private double step(int[] rim, int i) {
    int a = rim[i];
    int b = rim[(i + 1) % rim.length];
    return Math.hypot(flat.x(b) - flat.x(a), flat.y(b) - flat.y(a));
  }

  /// Mean length of the wall from front to back, in pixels.
  private double wallLength(int[] rim) {
    double sum = 0;
    for (int vertex : rim) {
      sum += 2.1 * inflation.at(flat.x(vertex), flat.y(vertex));
    }
    return Math.clamp(sum / rim.length, 4, 0.4 * Math.max(distance.width, distance.height));
  }

  /// The finished mesh; y up, z to the front, the middle of the picture at the origin.
  Mesh mesh() {
    int n = flat.vertices();
    int wall = strips.stream().mapToInt(s -> s.rim().length * ROWS.length).sum();
    float[] positions = new float[3 * (2 * n + wall)];
    float[] uvs = new float[2 * (2 * n + wall)];
    int[] triangles = new int[2 * flat.triangles().length + 6 * wall];
    for (int v = 0; v < n; v++) {
      double x = flat.x(v);
      double y = flat.y(v);
      double z = inflation.at(x, y);
      put(positions, v, x, y, z);
      put(positions, n + v, x, y, -BACK * z);
      texture(uvs, v, frontLeft() + x, islandTop() + y);
      texture(uvs, n + v, backLeft() + x, islandTop() + y);
    }
    int corner = 0;
    int[] front = flat.triangles();
    for (int c = 0; c < front.length; c += 3) {
      triangles[corner++] = front[c];
      triangles[corner++] = front[c + 2];
      triangles[corner++] = front[c + 1];
      triangles[corner++] = n + front[c];
      triangles[corner++] = n + front[c + 1];
      triangles[corner++] = n + front[c + 2];
    }
    int next = 2 * n;
    for (Strip strip : strips) {
      corner = wall(strip, next, positions, uvs, triangles, corner);
      next += strip.rim().length * ROWS.length;
    }
    return new Mesh(
        positions, normals(positions, triangles, corner), uvs, Arrays.copyOf(triangles, corner));
  }

  private int wall(
      Strip strip, int first, float[] positions, float[] uvs, int[] triangles, int from) {
    int corner = from;
    int rows = ROWS.length;
    for (int i = 0; i < strip.rim().length; i++) {
      double x = flat.x(strip.rim()[i]);
      double y = flat.y(strip.rim()[i]);
      double z = inflation.at(x, y);
      double[] up = FlatMesh.uphill(distance, x, y);
      double reach = reach(x, y, up);
      for (int k = 0; k < rows; k++) {
        double r = ROWS[k];
        double out = reach * (1 - r * r);
        int v = first + i * rows + k;
        put(positions, v, x - up[0] * out, y - up[1] * out, r > 0 ? r * z : BACK * r * z);
        texture(
            uvs, v, strip.left() + strip.along()[i], strip.top() + strip.height() * (1 - r) / 2);
        if (i > 0 && k > 0) {
          int a = v - rows - 1;
          int b = v - 1;
          triangles[corner++] = a;
          triangles[corner++] = b;
          triangles[corner++] = v;
          triangles[corner++] = a;
          triangles[corner++] = v;
          triangles[corner++] = v - rows;
        }
      }
    }
    return corner;
  }

  /// How far the outline is from a rim vertex, in pixels.
  private double reach(double x, double y, double[] up) {
    double most = 1.4 * inset;
    double t = 0;
    while (t < most && distance.sample(x - up[0] * t, y - up[1] * t) > 0) {
      t += 0.25;
    }
    return Math.max(t, 0.3 * inset);
  }

  private void put(float[] positions, int v, double x, double y, double z) {
    positions[3 * v] = (float) ((x - distance.width / 2.0) * metres);
    positions[3 * v + 1] = (float) ((distance.height / 2.0 - y) * metres);
    positions[3 * v + 2] = (float) (z * metres);
  }

  private void texture(float[] uvs, int v, double x, double y) {
    uvs[2 * v] = (float) ((x + 0.5) / textureWidth);
    uvs[2 * v + 1] = (float) ((y + 0.5) / textureHeight);
  }

  /// Smooth over the seams of the texture: vertices in one place share a normal.
  private static float[] normals(float[] positions, int[] triangles, int corners) {
    var places = new HashMap<List<Float>, double[]>();
    double[][] of = new double[positions.length / 3][];
    for (int v = 0; v < of.length; v++) {
      of[v] =
          places.computeIfAbsent(
              List.of(positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]),
              _ -> new double[3]);
    }
    double[] a = new double[3];
    double[] b = new double[3];
    for (int c = 0; c < corners; c += 3) {
      for (int k = 0; k < 3; k++) {
        a[k] = positions[3 * triangles[c + 1] + k] - positions[3 * triangles[c] + k];
        b[k] = positions[3 * triangles[c + 2] + k] - positions[3 * triangles[c] + k];
      }
      double[] n = {
        a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
      };
      for (int k = 0; k < 3; k++) {
        for (int d = 0; d < 3; d++) {
          of[triangles[c + k]][d] += n[d];
        }
      }
    }
    float[] out = new float[positions.length];
    for (int v = 0; v < of.length; v++) {
      double length = Math.sqrt(of[v][0] * of[v][0] + of[v][1] * of[v][1] + of[v][2] * of[v][2]);
      for (int d = 0; d < 3; d++) {
        out[3 * v + d] = length < 1e-20 ? (d == 2 ? 1 : 0) : (float) (of[v][d] / length);
      }
    }
    return out;
  }
}
