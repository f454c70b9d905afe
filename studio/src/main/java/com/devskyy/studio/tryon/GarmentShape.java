package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Parts;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.tryon.Outline.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A garment's own landmarks, from its outline as it lies or hangs in its photo.
final class GarmentShape {
  final Outline outline;
  final double axis;
  final int hem;

  /// The collar's left and right end; empty for bottoms.
  List<Point> collar = List.of();

  /// Left and right sleeve; empty if there are none.
  List<Limb> sleeves = List.of();

  /// Left and right leg; empty if there are none.
  List<Limb> legs = List.of();

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
    shape.findLegs();
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
      throw refused(
          Reason.NOT_THIS_GARMENT,
          "it is wider than trousers or a skirt",
          "if it is a top, name the category tops");
    }
    boolean trousers = !legs.isEmpty() && legs.getFirst().length() > 0.4 * tall;
    if (!category.coversLegs() && (trousers || tall > 2.6 * wide)) {
      throw refused(
          Reason.NOT_THIS_GARMENT,
          "it is longer than a top, or has legs",
          "name the category bottoms or one-pieces");
    }
  }

  /// The highest places left and right of the middle; where they are implausible (a flat or a
  /// pointed top), places at a usual distance.
  private void findCollar() {
    double wide = cutout.bounds().width();
    double left = highest(-1, 0.3 * wide);
    double right = highest(1, 0.3 * wide);
    double width = right - left;
    if (width < 0.08 * wide || width > 0.42 * wide) {
      double half = Math.clamp(width / 2, 0.1 * wide, 0.21 * wide);
      left = axis - half;
      right = axis + half;
    }
    collar = List.of(new Point(left, topAt(left)), new Point(right, topAt(right)));
  }

  /// The column on one side of the middle that reaches highest.
  private double highest(int side, double reach) {
    double best = axis + side * 3;
    for (int k = 4; k < reach; k++) {
      double x = Math.rint(axis + side * k);
      best = topAt(x) < topAt(best) - 0.5 ? x : best;
    }
    return best;
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
    Point corner =
        new Point(
            side == 0 ? bottom.left() : bottom.right(), hem - Math.max(2, outline.tall() / 60));
    int from = nearest(ring, collar.get(side));
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
    double wide = cutout.bounds().width();
    Optional<Limb> left = new Flank(flank(0), true, axis).sleeve(outline.tall(), wide);
    Optional<Limb> right = new Flank(flank(1), false, axis).sleeve(outline.tall(), wide);
    if (left.isPresent() != right.isPresent()) {
      throw refused(
          Reason.ASYMMETRIC, "one sleeve is seen and one is not", "lay both sleeves out alike");
    }
    sleeves = Stream.of(left, right).flatMap(Optional::stream).toList();
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
    List<Limb> found = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      List<Point> outer = new ArrayList<>();
      List<Point> inner = new ArrayList<>(List.of(root));
      for (int y = crotch; y <= outline.bottom - outline.tall() / 60; y++) {
        List<Run> runs = outline.runs(y);
        Run run = new Run(0, -1);
        for (Run each : runs) {
          boolean mine = side == 0 ? each.right() <= middle + 2 : each.left() >= middle - 2;
          run = mine && each.width() > run.width() ? each : run;
        }
        if (run.width() == 0) {
          continue;
        }
        outer.add(new Point(side == 0 ? run.left() : run.right(), y));
        inner.add(new Point(side == 0 ? run.right() : run.left(), y));
      }
      if (!outer.isEmpty()) {
        found.add(new Limb(outer.getFirst(), root, Limb.even(outer), Limb.even(inner)));
      }
    }
    legs = found.size() == 2 ? List.copyOf(found) : List.of();
  }

  /// How deep the front neckline hangs below the collar's ends: of all round and pointed curves
  /// between them, the one along which brightness changes most.
  private double findNeckline() {
    Plane light = cutout.photo().channel(8).blurred(1.5);
    double half = (collar.get(1).x() - collar.get(0).x()) / 2;
    double middle = (collar.get(1).x() + collar.get(0).x()) / 2;
    double y0 = (collar.get(0).y() + collar.get(1).y()) / 2;
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
    if (collar.isEmpty()) {
      return false;
    }
    double half = 0.53 * (collar.get(1).x() - collar.get(0).x());
    double t = (x - (collar.get(1).x() + collar.get(0).x()) / 2) / half;
    double y0 = (collar.get(0).y() + collar.get(1).y()) / 2;
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
  private int piece(Parts pieces, Limb limb) {
    int[] votes = new int[pieces.size.length];
    int best = -1;
    for (int i = 4; i < Limb.STEPS; i++) {
      Point p = limb.outerEdge().get(i).toward(limb.innerEdge().get(i), 0.5);
      int label = pieces.label[outline.index(p)];
      if (label >= 0) {
        votes[label]++;
        best = best < 0 || votes[label] > votes[best] ? label : best;
      }
    }
    return best;
  }
}
