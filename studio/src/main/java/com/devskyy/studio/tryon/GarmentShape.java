package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Parts;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.tryon.Outline.Run;
import java.util.ArrayList;
import java.util.List;

/// A garment's own landmarks, from its outline as it lies or hangs in its photo.
final class GarmentShape {
  /// A sleeve or a leg of the garment.
  ///
  /// @param outer its root on the outer side (shoulder, hip)
  /// @param inner its root on the inner side (armpit, crotch)
  /// @param outerEdge from the outer root to its end, evenly spaced
  /// @param innerEdge from the inner root to its end, evenly spaced
  record Limb(Point outer, Point inner, List<Point> outerEdge, List<Point> innerEdge) {
    Point end() {
      return outerEdge.getLast().toward(innerEdge.getLast(), 0.5);
    }

    double length() {
      return outer.toward(inner, 0.5).to(end());
    }
  }

  /// Points along an edge.
  static final int STEPS = 24;

  final Outline outline;
  final double axis;
  final int hem;
  final Point[] collar = new Point[2];
  final Limb[] sleeves = new Limb[2];
  final Limb[] legs = new Limb[2];

  /// Height of the front neckline's lowest point below the collar's ends, in pixels.
  double neckDepth;

  private final Cutout cutout;

  private GarmentShape(Cutout cutout) {
    this.cutout = cutout;
    outline = new Outline(cutout.subject(), cutout.photo().width(), cutout.photo().height());
    axis = (cutout.bounds().left() + cutout.bounds().right()) / 2.0;
    int last = outline.top;
    for (int y = outline.top; y <= outline.bottom; y++) {
      Run run = outline.run(y, axis);
      last = run.holds(axis) && run.width() > 0.12 * cutout.bounds().width() ? y : last;
    }
    hem = last;
  }

  /// @throws PhotoRefused if the outline is not that of such a garment
  static GarmentShape of(Cutout cutout, Category category) {
    if (cutout.isCropped()) {
      throw refused(Reason.CROPPED, "the garment reaches the edge of the photo", "show all of it");
    }
    var shape = new GarmentShape(cutout);
    if (category.coversTorso()) {
      shape.findCollar();
      shape.findSleeves();
      shape.neckDepth = shape.findNeckline();
    }
    if (category.coversLegs()) {
      shape.findLegs();
    }
    shape.check(category);
    return shape;
  }

  private static PhotoRefused refused(Reason reason, String what, String next) {
    return new PhotoRefused(reason, "garment photo: " + what, next);
  }

  private void check(Category category) {
    double tall = outline.tall();
    double wide = cutout.bounds().width();
    if (category == Category.BOTTOMS && wide > 1.7 * tall) {
      throw refused(Reason.NOT_THIS_GARMENT, "it is wider than trousers or a skirt", "name its category: tops?");
    }
    if ((category == Category.TOPS) && tall > 2.6 * wide) {
      throw refused(Reason.NOT_THIS_GARMENT, "it is longer than a top", "name its category: bottoms, one-pieces?");
    }
    if (category.coversTorso() && (sleeves[0] == null) != (sleeves[1] == null)) {
      throw refused(Reason.ASYMMETRIC, "one sleeve is seen and one is not", "lay both sleeves out alike");
    }
  }

  private void findCollar() {
    double reach = 0.3 * cutout.bounds().width();
    for (int side = 0; side < 2; side++) {
      Point best = new Point(axis, outline.bottom);
      for (int k = 3; k < reach; k++) {
        int x = (int) Math.round(axis + (side == 0 ? -k : k));
        int y = outline.top;
        while (y < outline.bottom && !outline.holds(new Point(x, y))) {
          y++;
        }
        if (y < best.y() - 0.5) {
          best = new Point(x, y);
        }
      }
      collar[side] = best;
    }
    double width = collar[1].x() - collar[0].x();
    double most = 0.42 * cutout.bounds().width();
    if (width < 0.08 * cutout.bounds().width() || width > most) {
      double half = Math.clamp(width / 2, 0.1 * reach / 0.3, most / 2);
      for (int side = 0; side < 2; side++) {
        double x = axis + (side == 0 ? -half : half);
        collar[side] = new Point(x, topAt(x));
      }
    }
  }

  /// The first covered row of a column.
  private double topAt(double x) {
    int y = outline.top;
    while (y < outline.bottom && !outline.holds(new Point(x, y))) {
      y++;
    }
    return y;
  }

  /// The ring from the collar's end outwards and down to the hem's corner, on one side.
  private List<Point> flank(int side) {
    List<Point> ring = outline.ring();
    if (side == 0) {
      ring = ring.reversed();
    }
    Run bottom = outline.run(hem - Math.max(2, outline.tall() / 60), axis);
    Point corner = new Point(side == 0 ? bottom.left() : bottom.right(), hem - Math.max(2, outline.tall() / 60));
    int from = nearest(ring, collar[side]);
    int to = nearest(ring, corner);
    List<Point> out = new ArrayList<>();
    for (int i = from; i != to; i = (i + 1) % ring.size()) {
      out.add(ring.get(i));
    }
    return out;
  }

  private static int nearest(List<Point> points, Point p) {
    int best = 0;
    for (int i = 1; i < points.size(); i++) {
      best = points.get(i).to(p) < points.get(best).to(p) ? i : best;
    }
    return best;
  }

  private void findSleeves() {
    for (int side = 0; side < 2; side++) {
      List<Point> flank = flank(side);
      int armpit = armpit(flank, side);
      if (armpit < 0) {
        continue;
      }
      int tip = 0;
      for (int i = 0; i < armpit; i++) {
        tip = Math.abs(flank.get(i).x() - axis) > Math.abs(flank.get(tip).x() - axis) ? i : tip;
      }
      double beyond = Math.abs(flank.get(tip).x() - axis) - Math.abs(flank.get(armpit).x() - axis);
      if (beyond > 0.06 * cutout.bounds().width()) {
        sleeves[side] = limb(flank, root(flank, tip, armpit), armpit);
      }
    }
  }

  /// Where a sleeve begins on its upper edge: the corner of the shoulder, found as on a body, or,
  /// if the edge is nearly straight, the place nearest to the armpit.
  private static int root(List<Point> flank, int tip, int armpit) {
    Point pit = flank.get(armpit);
    int end = 1;
    while (end < tip && flank.get(end).y() < pit.y()) {
      end++;
    }
    int near = end / 2;
    for (int i = end / 8; i < end; i++) {
      near = flank.get(i).to(pit) < flank.get(near).to(pit) ? i : near;
    }
    int corner = corner(flank, 0, end);
    double deep = away(flank, corner, 0, end);
    boolean clear = deep > 0.04 * flank.get(0).to(flank.get(end));
    return clear && flank.get(corner).to(pit) < 2.2 * flank.get(near).to(pit) ? corner : near;
  }

  /// Of the points between two, the one farthest from the straight line between them.
  private static int corner(List<Point> edge, int from, int to) {
    int best = (from + to) / 2;
    for (int i = from; i < to; i++) {
      best = away(edge, i, from, to) > away(edge, best, from, to) ? i : best;
    }
    return best;
  }

  private static double away(List<Point> edge, int i, int from, int to) {
    double length = Math.max(1, edge.get(from).to(edge.get(to)));
    return Math.abs(turn(edge.get(from), edge.get(to), edge.get(i))) / length;
  }

  /// The deepest place of the flank's largest bay; -1 if none is deep enough for a sleeve.
  private int armpit(List<Point> flank, int side) {
    int n = flank.size();
    List<Integer> hull = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      while (hull.size() >= 2
          && turn(flank.get(hull.get(hull.size() - 2)), flank.get(hull.getLast()), flank.get(i)) * (side == 0 ? 1 : -1) >= 0) {
        hull.removeLast();
      }
      hull.add(i);
    }
    int best = -1;
    double most = 0.028 * outline.tall();
    for (int h = 1; h < hull.size(); h++) {
      Point a = flank.get(hull.get(h - 1));
      Point b = flank.get(hull.get(h));
      double length = Math.max(1, a.to(b));
      for (int i = hull.get(h - 1); i < hull.get(h); i++) {
        double deep = Math.abs(turn(a, b, flank.get(i))) / length;
        if (deep > most && flank.get(i).y() > outline.top + 0.1 * outline.tall()) {
          most = deep;
          best = i;
        }
      }
    }
    return best;
  }

  private static double turn(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }

  /// A limb whose outer edge begins at `root` and whose inner edge ends at `pit` on an open edge.
  ///
  /// Its farthest point is one corner of the cuff; the other is the sharpest corner on the way
  /// back, on either side. A sleeve without one is a cap that ends in the armpit.
  private static Limb limb(List<Point> edge, int root, int pit) {
    Point a = edge.get(root);
    Point b = edge.get(pit);
    double width = a.to(b);
    int tip = root;
    double most = 0;
    for (int i = root; i <= pit; i++) {
      Point p = edge.get(i);
      double t =
          ((p.x() - a.x()) * (b.x() - a.x()) + (p.y() - a.y()) * (b.y() - a.y())) / (width * width);
      double off = p.to(a.toward(b, Math.clamp(t, 0.0, 1.0)));
      if (off > most) {
        most = off;
        tip = i;
      }
    }
    int below = corner(edge, tip, pit);
    int above = corner(edge, root, tip);
    double sharpBelow = cuff(edge, tip, below, away(edge, below, tip, pit), width);
    double sharpAbove = cuff(edge, tip, above, away(edge, above, root, tip), width);
    boolean sleeveAbove =
        edge.get(root).to(edge.get(above)) > 0.8 * edge.get(tip).to(edge.get(above));
    sharpAbove = sleeveAbove ? sharpAbove : 0;
    int outer = tip;
    int inner = tip;
    if (Math.max(sharpBelow, sharpAbove) > 0) {
      outer = sharpAbove > sharpBelow ? above : tip;
      inner = sharpAbove > sharpBelow ? tip : below;
    } else if (edge.get(tip).to(edge.get(pit)) < 1.3 * width) {
      inner = pit - 1;
    }
    return new Limb(
        edge.get(root),
        edge.get(pit),
        even(edge.subList(root, outer + 1)),
        even(edge.subList(inner, pit + 1).reversed()));
  }

  /// How likely the edge from the tip to a corner is a cuff, 0 if not at all.
  private static double cuff(List<Point> edge, int tip, int corner, double sharp, double width) {
    double across = edge.get(tip).to(edge.get(corner));
    return across > 0.2 * width && across < 1.3 * width && sharp > 0.1 * across
        ? sharp / across
        : 0;
  }

  static List<Point> even(List<Point> path) {
    double length = BodyFinder.length(path);
    List<Point> out = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      out.add(BodyFinder.along(path, length * i / STEPS));
    }
    return out;
  }

  private void findLegs() {
    int crotch = -1;
    double middle = axis;
    for (int y = outline.bottom - outline.tall() / 40; y > outline.top + outline.tall() / 5; y--) {
      double gap = -1;
      List<Run> runs = outline.runs(y);
      for (int i = 1; i < runs.size(); i++) {
        double m = (runs.get(i - 1).right() + runs.get(i).left()) / 2.0;
        gap = Math.abs(m - axis) < 0.15 * cutout.bounds().width() ? m : gap;
      }
      if (gap < 0) {
        break;
      }
      crotch = y;
      middle = gap;
    }
    if (crotch < 0 || outline.bottom - crotch < 0.08 * outline.tall()) {
      return;
    }
    Point root = new Point(middle, crotch);
    for (int side = 0; side < 2; side++) {
      List<Point> outer = new ArrayList<>();
      List<Point> inner = new ArrayList<>(List.of(root));
      for (int y = crotch; y <= outline.bottom - outline.tall() / 60; y++) {
        List<Run> runs = outline.runs(y);
        Run run = null;
        for (Run each : runs) {
          if (side == 0 ? each.right() <= middle + 2 : each.left() >= middle - 2) {
            run = run == null || each.width() > run.width() ? each : run;
          }
        }
        if (run == null) {
          if (y > crotch + 3) {
            break;
          }
          continue;
        }
        outer.add(new Point(side == 0 ? run.left() : run.right(), y));
        inner.add(new Point(side == 0 ? run.right() : run.left(), y));
      }
      Limb limb = new Limb(outer.getFirst(), root, even(outer), even(inner));
      legs[side] = limb;
    }
  }

  /// How deep the front neckline hangs below the collar's ends: of all round and pointed curves
  /// between them, the one along which brightness changes most.
  private double findNeckline() {
    Plane light = cutout.photo().channel(8).blurred(1.5);
    double half = (collar[1].x() - collar[0].x()) / 2;
    double middle = (collar[1].x() + collar[0].x()) / 2;
    double y0 = (collar[0].y() + collar[1].y()) / 2;
    double edge = topAt(middle) - y0;
    double best = Math.max(edge, 0.35 * half);
    double most = 5;
    for (double depth = Math.max(edge + 0.12 * half, 0.25 * half); depth < 2.2 * half; depth += 1) {
      double sum = 0;
      int count = 0;
      for (double t = -0.75; t <= 0.75; t += 0.03) {
        double x = middle + t * half;
        double y = y0 + depth * Math.sqrt(1 - t * t);
        if (outline.depth(new Point(x, y)) > 3) {
          sum += light.sample(x, y + 2) - light.sample(x, y - 2);
          count++;
        }
      }
      double score = count < 20 ? 0 : Math.abs(sum / count);
      if (score > most) {
        most = score;
        best = depth;
      }
    }
    return best;
  }

  /// Whether a place shows the inside of the back, above the front neckline.
  boolean isInside(double x, double y) {
    if (collar[0] == null) {
      return false;
    }
    double half = 0.53 * (collar[1].x() - collar[0].x());
    double t = (x - (collar[1].x() + collar[0].x()) / 2) / half;
    double y0 = (collar[0].y() + collar[1].y()) / 2;
    return Math.abs(t) < 1 && y < y0 + neckDepth * Math.sqrt(1 - t * t) - 0.5;
  }

  /// The pixels of each part: 0 the trunk, then the given limbs from 1, -1 outside.
  byte[] parts(List<Limb> limbs) {
    int width = outline.width;
    byte[] out = new byte[outline.covered.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (outline.covered[i] ? 0 : -1);
    }
    for (int k = 0; k < limbs.size(); k++) {
      Limb limb = limbs.get(k);
      boolean[] open = outline.covered.clone();
      Point beyondOuter = limb.inner().toward(limb.outer(), 1.1);
      Point beyondInner = limb.outer().toward(limb.inner(), 1.1);
      int steps = (int) (3 * beyondInner.to(beyondOuter));
      for (int s = 0; s <= steps; s++) {
        Point p = beyondInner.toward(beyondOuter, (double) s / steps);
        for (int d = 0; d < 9; d++) {
          int x = (int) p.x() + d % 3 - 1;
          int y = (int) p.y() + d / 3 - 1;
          if (x >= 0 && y >= 0 && x < width && y < outline.height) {
            open[y * width + x] = false;
          }
        }
      }
      Parts pieces = Parts.of(open, width, outline.height);
      int piece = piece(pieces, limb);
      for (int i = 0; piece >= 0 && i < out.length; i++) {
        if (pieces.label[i] == piece) {
          out[i] = (byte) (k + 1);
        }
      }
    }
    return out;
  }

  /// The piece that most of a limb's middle line lies in.
  private static int piece(Parts pieces, Limb limb) {
    int[] votes = new int[pieces.size.length];
    int best = -1;
    for (int i = 4; i < STEPS; i++) {
      Point p = limb.outerEdge().get(i).toward(limb.innerEdge().get(i), 0.5);
      int label = pieces.label[(int) p.y() * pieces.width + (int) p.x()];
      if (label >= 0) {
        votes[label]++;
        best = best < 0 || votes[label] > votes[best] ? label : best;
      }
    }
    return best;
  }
}
