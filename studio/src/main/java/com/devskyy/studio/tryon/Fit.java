package com.devskyy.studio.tryon;

import com.devskyy.studio.tryon.Landmarks.Mark;
import com.devskyy.studio.tryon.Outline.Run;
import java.util.ArrayList;
import java.util.List;

/// Where the parts of a garment come to lie on a body.
///
/// Its size follows the shoulders (for bottoms the waist), so that a cropped shirt stays cropped
/// and a wide one wide; it is never narrower than the body.
final class Fit {
  private static final int ROWS = 6;

  /// A limb longer than this share of the arm or leg is worn to its end.
  private static final double FULL = 0.7;

  final Spline trunk;
  final List<Limb> limbs = new ArrayList<>();
  final List<LimbWarp> warps = new ArrayList<>();
  final double scale;

  private final GarmentShape shape;
  private final Landmarks body;
  private final Outline outline;
  private final Worn worn;
  private final double span;
  private final double axis;
  private final List<Point> from = new ArrayList<>();
  private final List<Point> to = new ArrayList<>();

  Fit(GarmentShape shape, Category category, Landmarks body, Outline outline, Worn worn) {
    this.shape = shape;
    this.body = body;
    this.outline = outline;
    this.worn = worn;
    span = body.span();
    axis = body.neck().x();
    scale = category == Category.BOTTOMS ? bottoms() : tops(category);
    trunk = Spline.of(from, to);
  }

  private void pin(Point source, Point target) {
    from.add(source);
    to.add(target);
  }

  private double tops(Category category) {
    Point left = body.at(Mark.SHOULDER_LEFT);
    Point right = body.at(Mark.SHOULDER_RIGHT);
    boolean sleeved = !shape.sleeves.isEmpty();
    double pit;
    double k;
    if (sleeved) {
      Limb a = shape.sleeves.get(0);
      Limb b = shape.sleeves.get(1);
      k = (right.x() - left.x() + 0.01 * span) / (b.outer().x() - a.outer().x());
      pit = (a.inner().y() + b.inner().y()) / 2;
      pin(a.outer(), left.plus(-0.004 * span, -0.004 * span));
      pin(b.outer(), right.plus(0.004 * span, -0.004 * span));
      pin(a.inner(), body.at(Mark.ARMPIT_LEFT));
      pin(b.inner(), body.at(Mark.ARMPIT_RIGHT));
    } else {
      int row = shape.outline.top + (int) (0.38 * (shape.hem - shape.outline.top));
      Run run = shape.outline.run(row, shape.axis);
      k = 1.01 * (body.at(Mark.ARMPIT_RIGHT).x() - body.at(Mark.ARMPIT_LEFT).x()) / run.width();
      pit = row;
      sleeveless(k, row);
    }
    collar(k);
    double pitTo = (body.at(Mark.ARMPIT_LEFT).y() + body.at(Mark.ARMPIT_RIGHT).y()) / 2;
    double most =
        switch (category) {
          case OUTERWEAR -> body.at(Mark.CROTCH).y() + 0.25 * span;
          case ONE_PIECES -> body.at(Mark.ANKLE_LEFT).y() + 0.01 * span;
          default -> body.at(Mark.CROTCH).y() + 0.03 * span;
        };
    boolean legged = category == Category.ONE_PIECES && !shape.legs.isEmpty();
    if (legged) {
      most = body.at(Mark.CROTCH).y() + 0.008 * span;
    }
    double tall = (most - pitTo) / Math.max(1, shape.hem - pit);
    tall = legged ? tall : Math.min(k, tall);
    sides(k, pit, shape.hem - 0.03 * (shape.hem - pit), pitTo, tall, category);
    for (int side = 0; side < 2 && legged; side++) {
      leg(side, new Point(axis, most), k, k);
    }
    for (int side = 0; side < 2 && sleeved; side++) {
      sleeve(side, k);
    }
    return k;
  }

  private void sleeveless(double k, double pit) {
    for (int side = 0; side < 2; side++) {
      Point shoulder = body.at(side == 0 ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT);
      Point armpit = body.at(side == 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT);
      for (double share : new double[] {0.25, 0.6, 1}) {
        int y = (int) (shape.collar.get(0).y() + share * (pit - shape.collar.get(0).y()));
        Run run = shape.outline.run(y, shape.axis);
        double x = side == 0 ? run.left() : run.right();
        Point target = shoulder.toward(armpit, share);
        double half = Math.min(Math.abs(x - shape.axis) * k, Math.abs(target.x() - axis));
        pin(new Point(x, y), new Point(axis + (side == 0 ? -half : half), target.y()));
      }
    }
  }

  /// The collar lies on the body's upper edge beside the neck; the neckline hangs from it.
  private void collar(double k) {
    Point a = shape.collar.get(0);
    Point b = shape.collar.get(1);
    double neck = (body.at(Mark.NECK_RIGHT).x() - body.at(Mark.NECK_LEFT).x()) / 2;
    double shoulders = (body.at(Mark.SHOULDER_RIGHT).x() - body.at(Mark.SHOULDER_LEFT).x()) / 2;
    double half = Math.clamp((b.x() - a.x()) / 2 * k, 1.02 * neck, 0.75 * shoulders);
    Point left = onShoulder(axis - half);
    Point right = onShoulder(axis + half);
    pin(a, left);
    pin(b, right);
    double y = (left.y() + right.y()) / 2;
    double source = (a.y() + b.y()) / 2;
    double middle = (a.x() + b.x()) / 2;
    for (double t : new double[] {-0.7, 0, 0.7}) {
      double drop = shape.neckDepth * Math.sqrt(1 - t * t);
      pin(
          new Point(middle + t * (b.x() - a.x()) / 2, source + drop),
          new Point(axis + t * half, y + drop * k));
    }
  }

  /// The body's upper edge at a column beside the neck, a cloth's thickness above it.
  Point onShoulder(double x) {
    double neckY = body.neck().y();
    double y = neckY;
    double end = body.at(Mark.ARMPIT_LEFT).y();
    while (y < end && !outline.holds(new Point(x, y))) {
      y++;
    }
    return new Point(x, Math.max(y, neckY + 0.025 * span) - 0.004 * span);
  }

  private void sides(
      double k, double first, double last, double firstTo, double tall, Category category) {
    for (int j = 1; j <= ROWS; j++) {
      double y = first + (last - first) * j / ROWS;
      double target = firstTo + (y - first) * tall;
      Run run = shape.outline.run((int) y, shape.axis);
      double bodyHalf = half(target);
      double middle = (run.left() + run.right()) / 2.0;
      double half = Math.max(run.width() / 2.0 * k, bodyHalf);
      if (category == Category.TOPS) {
        half = Math.min(half, 1.3 * bodyHalf);
      }
      pin(new Point(run.left(), y), new Point(axis - half, target));
      pin(new Point(run.right(), y), new Point(axis + half, target));
      pin(new Point(middle, y), new Point(axis, target));
    }
  }

  /// Half the width of the body without its clothes' ease at a height of the trunk or, below, of
  /// both legs together.
  private double half(double y) {
    double hips = (body.at(Mark.HIP_RIGHT).x() - body.at(Mark.HIP_LEFT).x()) / 2;
    if (y > body.at(Mark.CROTCH).y()) {
      return hips;
    }
    Run run = outline.run((int) y, axis);
    return 0.965 * Math.min(run.width() / 2.0, 1.25 * hips);
  }

  private void sleeve(int side, double k) {
    Point shoulder = body.at(side == 0 ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT);
    Point armpit = body.at(side == 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT);
    Point elbow = body.at(side == 0 ? Mark.ELBOW_LEFT : Mark.ELBOW_RIGHT);
    Point wrist = body.at(side == 0 ? Mark.WRIST_LEFT : Mark.WRIST_RIGHT);
    Point joint = shoulder.toward(armpit, 0.5);
    Limb limb = shape.sleeves.get(side);
    limb(
        limb,
        k,
        k,
        List.of(joint, elbow, wrist),
        shoulder.plus(side == 0 ? -0.004 * span : 0.004 * span, -0.004 * span),
        armpit);
  }

  /// @param k scale along the limb
  /// @param wide scale across it
  private void limb(
      Limb limb, double k, double wide, List<Point> bones, Point outerRoot, Point innerRoot) {
    double full = Polyline.length(bones);
    double length = limb.length();
    double stretch = length * k > FULL * full ? 1.02 * full / length : k;
    Point middle = limb.outer().toward(limb.inner(), 0.5);
    double ux = (limb.end().x() - middle.x()) / length;
    double uy = (limb.end().y() - middle.y()) / length;
    double ox = outerRoot.x() - innerRoot.x();
    double oy = outerRoot.y() - innerRoot.y();
    List<Point> outer = new ArrayList<>();
    List<Point> inner = new ArrayList<>();
    for (int i = 0; i <= Limb.STEPS; i++) {
      for (int edge = 0; edge < 2; edge++) {
        Point p = (edge == 0 ? limb.outerEdge() : limb.innerEdge()).get(i);
        double along = (p.x() - middle.x()) * ux + (p.y() - middle.y()) * uy;
        double across = Math.abs((p.x() - middle.x()) * uy - (p.y() - middle.y()) * ux);
        if (edge == 0) {
          outer.add(beside(bones, along * stretch, across * wide, ox, oy));
        } else {
          inner.add(beside(bones, along * stretch, across * wide, -ox, -oy));
        }
      }
    }
    settle(outer, outerRoot, 0.9 * outerRoot.to(innerRoot));
    settle(inner, innerRoot, 0.9 * outerRoot.to(innerRoot));
    limbs.add(limb);
    warps.add(new LimbWarp(limb, outer, inner));
  }

  /// A place beside a limb's bones, on the side the direction (ox, oy) points to: half the cloth's
  /// width away, and never inside of the limb.
  private Point beside(List<Point> bones, double along, double cloth, double ox, double oy) {
    Point c = beyond(bones, along);
    Point ahead = beyond(bones, along + 0.03 * span);
    Point behind = beyond(bones, along - 0.03 * span);
    double dx = ahead.x() - behind.x();
    double dy = ahead.y() - behind.y();
    double norm = Math.hypot(dx, dy);
    double sign = -dy * ox + dx * oy < 0 ? -1 : 1;
    double half = Math.max(cloth, 1.06 * bare(c)) * sign / norm;
    return c.plus(-dy * half, dx * half);
  }

  /// Moves an edge so that it begins at its root; within `reach` it comes to follow the limb.
  private static void settle(List<Point> edge, Point root, double reach) {
    Point first = edge.getFirst();
    double dx = root.x() - first.x();
    double dy = root.y() - first.y();
    for (int i = 0; i < edge.size(); i++) {
      double t = Math.clamp(edge.get(i).to(first) / reach, 0.0, 1.0);
      double share = 1 - t * t * (3 - 2 * t);
      edge.set(i, edge.get(i).plus(dx * share, dy * share));
    }
  }

  private static Point beyond(List<Point> bones, double distance) {
    if (distance < 0) {
      return bones.get(0).toward(bones.get(1), distance / bones.get(0).to(bones.get(1)));
    }
    double full = Polyline.length(bones);
    if (distance <= full) {
      return Polyline.along(bones, distance);
    }
    Point a = bones.get(bones.size() - 2);
    return a.toward(bones.getLast(), 1 + (distance - full) / a.to(bones.getLast()));
  }

  /// Half the thickness of the arm or leg at a place, without the cloth it may be in.
  double bare(Point p) {
    byte label = worn.label[outline.index(p)];
    double depth = Math.max(0, outline.depth(p));
    return Math.min(label == Worn.SKIN ? depth : 0.8 * depth, 0.075 * span);
  }

  private double bottoms() {
    int top = shape.outline.top + shape.outline.tall() / 50;
    Run waist = shape.outline.run(top, shape.axis);
    double waistTo = Math.min(waistLine(body), hemOfTop() - 0.015 * span);
    Run bodyWaist = outline.run((int) waistTo, axis);
    boolean covered = worn.label[outline.index(new Point(axis, waistTo))] == Worn.TOP;
    double halfTo = bodyWaist.width() / 2.0 * (covered ? 0.93 : 1.01);
    Run hips = shape.outline.run(top + (int) (0.25 * shape.outline.tall()), shape.axis);
    double wide =
        Math.min(2 * halfTo / waist.width(), 2.1 * half(body.at(Mark.HIP_LEFT).y()) / hips.width());
    pin(new Point(waist.left(), top), new Point(axis - halfTo, waistTo));
    pin(new Point(waist.right(), top), new Point(axis + halfTo, waistTo));
    pin(new Point((waist.left() + waist.right()) / 2.0, top), new Point(axis, waistTo));
    boolean legged = !shape.legs.isEmpty();
    if (!legged) {
      double most = (body.at(Mark.ANKLE_LEFT).y() - waistTo) / (shape.outline.bottom - top);
      sides(
          wide,
          top,
          shape.outline.bottom - 0.03 * shape.outline.tall(),
          waistTo,
          Math.min(wide, most),
          Category.BOTTOMS);
      return wide;
    }
    Point crotch = shape.legs.get(0).inner();
    Point crotchTo = body.at(Mark.CROTCH).plus(0, 0.008 * span);
    double tall = (crotchTo.y() - waistTo) / (crotch.y() - top);
    pin(crotch, crotchTo);
    for (int j = 1; j < 4; j++) {
      double y = top + (crotch.y() - top) * j / 4;
      double target = waistTo + (y - top) * tall;
      Run run = shape.outline.run((int) y, shape.axis);
      double half = Math.max(run.width() / 2.0 * wide, 1.01 * half(target));
      half = Math.min(half, 1.15 * half(target));
      pin(new Point(run.left(), y), new Point(axis - half, target));
      pin(new Point(run.right(), y), new Point(axis + half, target));
      pin(new Point((run.left() + run.right()) / 2.0, y), new Point(axis, target));
    }
    for (int side = 0; side < 2; side++) {
      leg(side, crotchTo, tall, wide);
    }
    return wide;
  }

  /// Where the worn bottom begins to be seen, in the middle.
  double hemOfTop() {
    int y = (int) body.at(Mark.WAIST_LEFT).y();
    while (y < body.at(Mark.CROTCH).y()
        && worn.label[outline.index(new Point(axis, y))] != Worn.BOTTOM) {
      y++;
    }
    return y;
  }

  /// Height at which trousers are worn.
  static double waistLine(Landmarks body) {
    double waist = body.at(Mark.WAIST_LEFT).y();
    return waist + 0.3 * (body.at(Mark.HIP_LEFT).y() - waist);
  }

  private void leg(int side, Point crotch, double k, double wide) {
    Point ankle = body.at(side == 0 ? Mark.ANKLE_LEFT : Mark.ANKLE_RIGHT);
    Point hip = body.at(side == 0 ? Mark.HIP_LEFT : Mark.HIP_RIGHT);
    Point outerRoot = new Point(hip.x() + (side == 0 ? -0.004 : 0.004) * span, crotch.y());
    Point joint = outerRoot.toward(crotch, 0.5);
    double kneeY = crotch.y() + 0.42 * (ankle.y() - crotch.y());
    Run thigh = outline.run((int) kneeY, joint.toward(ankle, 0.42).x());
    Point knee = new Point(thigh.middle(), kneeY);
    pin(shape.legs.get(side).outer(), outerRoot);
    limb(
        shape.legs.get(side),
        Math.max(k, wide),
        wide,
        List.of(joint, knee, ankle.plus(0, 0.012 * span)),
        outerRoot,
        crotch);
  }
}
