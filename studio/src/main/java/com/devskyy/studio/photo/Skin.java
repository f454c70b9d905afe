package com.devskyy.studio.photo;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.raster.Fill;
import com.devskyy.studio.raster.Plane;
import java.util.Arrays;

/// Paints the texture of a [Puffed] mesh: the photo on the front, plain cloth on the back, and on
/// the wall what leads from one to the other.
final class Skin {
  private final Photo picture;
  private final Plane distance;
  private final double inset;
  private final Cloth cloth;
  private final Grain grain;
  private final Plane[] edge = new Plane[3];
  private final Plane[] given = new Plane[3];

  Skin(Photo picture, Plane distance, double inset, long seed) {
    this.picture = picture;
    this.distance = distance;
    this.inset = inset;
    cloth = new Cloth(picture, distance);
    for (int c = 0; c < 3; c++) {
      given[c] = picture.channel(16 - 8 * c);
    }
    grain = Grain.of(given[1], cloth.pixels(), seed);
    boolean[] sound = new boolean[distance.at.length];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = distance.at[i] > 1.3 * inset;
    }
    double soft = 0.01 * Math.max(picture.width(), picture.height());
    for (int c = 0; c < 3; c++) {
      edge[c] = Fill.outside(Fill.outside(given[c], sound).blurred(soft), sound);
    }
  }

  Pixels paint(Puffed mesh) {
    var texture = new Pixels(mesh.textureWidth(), mesh.textureHeight());
    Arrays.fill(texture.argb(), average());
    int gap = mesh.frontLeft();
    for (int y = -gap; y < picture.height() + gap; y++) {
      for (int x = -gap / 2; x < picture.width() + gap / 2; x++) {
        set(texture, mesh.frontLeft() + x, mesh.islandTop() + y, front(x, y));
        set(texture, mesh.backLeft() + x, mesh.islandTop() + y, back(x, y));
      }
    }
    for (Puffed.Strip strip : mesh.strips()) {
      wall(texture, mesh.flat(), strip, gap / 2 - 1);
    }
    return texture;
  }

  /// The photo; towards the rim it turns into what the wall begins with, so that no seam shows.
  private int front(int x, int y) {
    double depth = distance.get(x, y);
    double share = smooth((depth - inset) / (0.8 * inset));
    double noise = (1 - share) * grain.at(x, y);
    int out = 255;
    for (int c = 0; c < 3; c++) {
      out = out << 8 | level(given[c].get(x, y) * share + edge[c].get(x, y) * (1 - share) + noise);
    }
    return out;
  }

  private int back(int x, int y) {
    double noise = grain.at(x + 17, y + 29);
    int out = 255;
    for (int c = 0; c < 3; c++) {
      out = out << 8 | level(cloth.at(c, x, y) + noise);
    }
    return out;
  }

  private void wall(Pixels texture, FlatMesh flat, Puffed.Strip strip, int margin) {
    double[] along = strip.along();
    int length = (int) Math.ceil(along[along.length - 1]);
    int i = 0;
    for (int u = -margin; u <= length + margin; u++) {
      while (i < along.length - 2 && along[i + 1] < u) {
        i++;
      }
      double f = Math.clamp((u - along[i]) / Math.max(1e-9, along[i + 1] - along[i]), 0.0, 1.0);
      double x = flat.x(strip.rim()[i]) * (1 - f) + flat.x(strip.rim()[i + 1]) * f;
      double y = flat.y(strip.rim()[i]) * (1 - f) + flat.y(strip.rim()[i + 1]) * f;
      for (int v = -margin; v <= strip.height() + margin; v++) {
        double share = smooth(((double) v / strip.height() - 0.15) / 0.75);
        double noise = grain.at(strip.left() + u, strip.top() + v);
        int colour = 255;
        for (int c = 0; c < 3; c++) {
          double value = edge[c].sample(x, y) * (1 - share) + cloth.at(c, x, y) * share;
          colour = colour << 8 | level(value + noise);
        }
        set(texture, strip.left() + u, strip.top() + v, colour);
      }
    }
  }

  private int average() {
    int out = 255;
    for (int c = 0; c < 3; c++) {
      out = out << 8 | level(cloth.at(c, picture.width() / 2.0, picture.height() / 2.0));
    }
    return out;
  }

  private static void set(Pixels texture, int x, int y, int colour) {
    if (x >= 0 && y >= 0 && x < texture.width() && y < texture.height()) {
      texture.set(x, y, colour);
    }
  }

  private static double smooth(double t) {
    double u = Math.clamp(t, 0.0, 1.0);
    return u * u * (3 - 2 * u);
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
