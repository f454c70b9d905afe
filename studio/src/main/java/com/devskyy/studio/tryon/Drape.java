package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Plane;
import java.util.ArrayList;
import java.util.List;

/// Bends a garment's picture as its [Fit] says. The trunk and each limb are drawn on their own, so
/// that a sleeve may lie over the trunk; around the seam between them both follow the same mixed
/// motion and no gap opens.
final class Drape {
  private final GarmentShape shape;
  private final Fit fit;
  private final Plane[] source = new Plane[4];
  private final byte[] parts;
  private final int width;
  private final int height;

  /// @param width of the layers that are drawn
  Drape(Photo picture, GarmentShape shape, Fit fit, int width, int height) {
    this.shape = shape;
    this.fit = fit;
    this.width = width;
    this.height = height;
    parts = shape.parts(fit.limbs);
    for (int c = 0; c < 4; c++) {
      source[c] = picture.channel(c == 3 ? 24 : 16 - 8 * c);
    }
    for (int i = 0; i < source[3].at.length; i++) {
      source[3].at[i] /= 255;
      for (int c = 0; c < 3; c++) {
        source[c].at[i] *= source[3].at[i];
      }
    }
    double blur = fit.scale < 0.85 ? 0.42 / fit.scale : 0;
    for (int c = 0; c < 4; c++) {
      source[c] = source[c].blurred(blur);
    }
  }

  /// The trunk's front.
  Layer trunk() {
    return draw(0, false);
  }

  /// The inside of the back, seen through the neck.
  Layer inside() {
    return draw(0, true);
  }

  /// The limbs, one layer each.
  List<Layer> limbs() {
    List<Layer> out = new ArrayList<>();
    for (int k = 1; k <= fit.limbs.size(); k++) {
      out.add(draw(k, false));
    }
    return out;
  }

  private Layer draw(int part, boolean inside) {
    int w = source[0].width;
    int h = source[0].height;
    boolean[] wanted = new boolean[w * h];
    for (int i = 0; i < wanted.length; i++) {
      int row = i / w;
      wanted[i] = parts[i] == part && shape.isInside(i % w, row) == inside;
    }
    // Beyond the outline the soft edge belongs to the nearest part; the trunk reaches under limbs.
    boolean[] other = new boolean[w * h];
    for (int i = 0; i < other.length; i++) {
      other[i] = parts[i] >= 0 && !wanted[i];
    }
    Plane near = Distances.to(wanted, w, h);
    Plane rival = Distances.to(other, w, h);
    double reach = part == 0 && !inside ? 2.5 : 0;
    var share = new Plane(w, h);
    for (int i = 0; i < share.at.length; i++) {
      boolean mine =
          wanted[i]
              || (near.at[i] <= reach && parts[i] > 0)
              || (parts[i] < 0 && near.at[i] < 4 && near.at[i] <= rival.at[i]);
      share.at[i] = mine ? 1 : 0;
    }
    if (inside || part == 0) {
      share = softened(share);
    }
    Plane[] mine = new Plane[4];
    for (int c = 0; c < 4; c++) {
      mine[c] = source[c].copy();
      for (int i = 0; i < share.at.length; i++) {
        mine[c].at[i] *= share.at[i];
      }
    }
    return mesh(part, mine);
  }

  /// The neckline's edge, a little soft.
  private static Plane softened(Plane share) {
    return share.blurred(0.7);
  }

  private Layer mesh(int part, Plane[] mine) {
    var out = new Layer(width, height);
    int w = mine[0].width;
    int h = mine[0].height;
    int cell = Math.max(5, Math.max(w, h) / 110);
    int columns = w / cell + 2;
    int rows = h / cell + 2;
    Point[] places = new Point[columns * rows];
    for (int j = 0; j + 1 < rows; j++) {
      for (int i = 0; i + 1 < columns; i++) {
        if (!holds(mine[3], i * cell, j * cell, cell)) {
          continue;
        }
        int[] corners = {
          j * columns + i, j * columns + i + 1, (j + 1) * columns + i, (j + 1) * columns + i + 1
        };
        for (int c : corners) {
          if (places[c] == null) {
            places[c] = moved(grid(c, columns, cell), part);
          }
        }
        triangle(out, mine, places, corners[0], corners[1], corners[2], columns, cell);
        triangle(out, mine, places, corners[1], corners[3], corners[2], columns, cell);
      }
    }
    return out;
  }

  private static boolean holds(Plane alpha, int x0, int y0, int cell) {
    for (int y = y0; y <= Math.min(y0 + cell, alpha.height - 1); y++) {
      for (int x = x0; x <= Math.min(x0 + cell, alpha.width - 1); x++) {
        if (alpha.at[y * alpha.width + x] > 0.01) {
          return true;
        }
      }
    }
    return false;
  }

  private static Point grid(int corner, int columns, int cell) {
    int row = corner / columns;
    return new Point(corner % columns * cell, row * cell);
  }

  /// Where a place of the garment goes, as a place of the given part.
  private Point moved(Point p, int part) {
    Point trunk = fit.trunk.at(p);
    double x = trunk.x();
    double y = trunk.y();
    for (int k = 0; k < fit.limbs.size(); k++) {
      double share = share(fit.limbs.get(k), p, part == k + 1);
      if (share > 0) {
        Point limb = fit.warps.get(k).at(p);
        x += share * (limb.x() - trunk.x());
        y += share * (limb.y() - trunk.y());
      }
    }
    return new Point(x, y);
  }

  /// How much a place follows a limb: half on the seam, all or nothing away from it.
  private static double share(Limb limb, Point p, boolean own) {
    Point a = limb.inner();
    Point b = limb.outer();
    double length = a.to(b);
    double t =
        ((p.x() - a.x()) * (b.x() - a.x()) + (p.y() - a.y()) * (b.y() - a.y())) / (length * length);
    Point near = a.toward(b, Math.clamp(t, 0.0, 1.0));
    double away = p.to(near);
    double side = (b.x() - a.x()) * (p.y() - a.y()) - (b.y() - a.y()) * (p.x() - a.x());
    Point end = limb.end();
    double way = (b.x() - a.x()) * (end.y() - a.y()) - (b.y() - a.y()) * (end.x() - a.x());
    boolean besideSeam = t > -0.12 && t < 1.12;
    boolean beyond = besideSeam ? side * way > 0 : own;
    double soft = 0.3 * length;
    double d = Math.clamp((beyond ? away : -away) / soft, -1.0, 1.0);
    return 0.5 + 0.75 * d - 0.25 * d * d * d;
  }

  private void triangle(
      Layer out, Plane[] mine, Point[] places, int a, int b, int c, int columns, int cell) {
    Point p = places[a];
    Point q = places[b];
    Point r = places[c];
    double area = (q.x() - p.x()) * (r.y() - p.y()) - (q.y() - p.y()) * (r.x() - p.x());
    if (Math.abs(area) < 1e-6) {
      return;
    }
    int x0 = (int) Math.max(0, Math.floor(Math.min(p.x(), Math.min(q.x(), r.x()))));
    int x1 = (int) Math.min(width - 1, Math.ceil(Math.max(p.x(), Math.max(q.x(), r.x()))));
    int y0 = (int) Math.max(0, Math.floor(Math.min(p.y(), Math.min(q.y(), r.y()))));
    int y1 = (int) Math.min(height - 1, Math.ceil(Math.max(p.y(), Math.max(q.y(), r.y()))));
    Point fromP = grid(a, columns, cell);
    Point fromQ = grid(b, columns, cell);
    Point fromR = grid(c, columns, cell);
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        double s = ((q.x() - x) * (r.y() - y) - (q.y() - y) * (r.x() - x)) / area;
        double t = ((r.x() - x) * (p.y() - y) - (r.y() - y) * (p.x() - x)) / area;
        double u = 1 - s - t;
        if (s < -1e-4 || t < -1e-4 || u < -1e-4) {
          continue;
        }
        double sx = s * fromP.x() + t * fromQ.x() + u * fromR.x();
        double sy = s * fromP.y() + t * fromQ.y() + u * fromR.y();
        int i = y * width + x;
        float alpha = mine[3].sample(sx, sy);
        if (alpha > out.alpha[i]) {
          out.alpha[i] = alpha;
          for (int k = 0; k < 3; k++) {
            out.colour[3 * i + k] = mine[k].sample(sx, sy);
          }
        }
      }
    }
  }
}
