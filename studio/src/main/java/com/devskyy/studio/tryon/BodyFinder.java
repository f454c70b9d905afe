package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.tryon.Landmarks.Mark;
import com.devskyy.studio.tryon.Outline.Run;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Finds a body's landmarks from its outline: a person seen from the front, standing, arms a little
/// away from the body. What the outline does not show is refused rather than guessed.
final class BodyFinder {
  /// Heights below the top of the head, as shares of the body's height.
  private static final double WAIST = 0.39;

  private static final double HIPS = 0.486;

  private final Outline outline;
  private final double tall;
  private final double axis;
  private final Map<Mark, Point> found = new EnumMap<>(Mark.class);

  private BodyFinder(Outline outline) {
    this.outline = outline;
    tall = outline.tall();
    double sum = 0;
    int count = 0;
    for (int y = row(0.01); y < row(0.09); y++) {
      for (Run run : outline.runs(y)) {
        sum += run.middle() * run.width();
        count += run.width();
      }
    }
    axis = count == 0 ? outline.width / 2.0 : sum / count;
  }

  /// @throws PhotoRefused naming what the outline lacks
  static Landmarks find(Cutout person) {
    if (person.isCropped()) {
      throw refused(
          Reason.CROPPED,
          "the person reaches the edge of the photo",
          "show the whole body, with background above the head and below the feet");
    }
    var outline = new Outline(person.subject(), person.photo().width(), person.photo().height());
    if (outline.tall() < 1.7 * person.bounds().width()) {
      throw refused(
          Reason.ASYMMETRIC,
          "the outline is too wide for a standing person with lowered arms",
          "let the person stand upright, arms hanging a hand's width from the body");
    }
    var finder = new BodyFinder(outline);
    finder.neck();
    Collar.refuseTurned(
        person.photo(),
        outline,
        finder.at(Mark.NECK_LEFT),
        finder.at(Mark.NECK_RIGHT),
        finder.tall);
    finder.armpits();
    finder.shoulders();
    finder.arm(-1);
    finder.arm(1);
    finder.legs();
    finder.waist();
    finder.refuseUneven();
    try {
      return new Landmarks(finder.found);
    } catch (IllegalArgumentException e) {
      throw refused(
          Reason.ASYMMETRIC,
          "the outline is not that of a standing person (%s)".formatted(e.getMessage()),
          "use a front view of a standing person");
    }
  }

  private static PhotoRefused refused(Reason reason, String what, String next) {
    return new PhotoRefused(reason, "model photo: " + what, next);
  }

  private int row(double share) {
    return outline.top + (int) Math.round(share * tall);
  }

  private void neck() {
    double widest = 0;
    for (int y = row(0.01); y < row(0.11); y++) {
      widest = Math.max(widest, outline.run(y, axis).width());
    }
    double least = Double.MAX_VALUE;
    for (int y = row(0.085); y < row(0.21); y++) {
      least = Math.min(least, outline.run(y, axis).width());
    }
    int sum = 0;
    int count = 0;
    for (int y = row(0.085); y < row(0.21); y++) {
      if (outline.run(y, axis).width() <= 1.05 * least + 1) {
        sum += y;
        count++;
      }
    }
    int y = sum / Math.max(1, count);
    double below = outline.run(y + row(0.065) - row(0), axis).width();
    if (least > 0.9 * widest || below < 1.5 * least) {
      throw refused(
          Reason.NO_NECK,
          "the outline shows no neck between head and shoulders",
          "tie long hair back and use a front view without scarf or hood");
    }
    Run run = outline.run(y, axis);
    found.put(Mark.NECK_LEFT, new Point(run.left(), y));
    found.put(Mark.NECK_RIGHT, new Point(run.right(), y));
  }

  private Point at(Mark mark) {
    Point point = found.get(mark);
    if (point == null) {
      throw new IllegalStateException(mark + " is sought before it is used");
    }
    return point;
  }

  private void armpits() {
    for (int side = -1; side <= 1; side += 2) {
      int start = -1;
      for (int y = row(0.19); y < row(0.46); y++) {
        if (gap(y, side).width() <= 0) {
          start = -1;
        } else if (start < 0) {
          start = y;
        } else if (y - start > 0.05 * tall) {
          break;
        }
      }
      if (start < 0 || gap(start + (int) (0.05 * tall), side).width() <= 0) {
        throw refused(
            Reason.NO_ARM_GAP,
            "no background is seen between the %s arm and the body".formatted(name(side)),
            "let the arms hang a hand's width away from the body");
      }
      found.put(side < 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT, tip(start, side));
    }
  }

  private static String name(int side) {
    return side < 0 ? "left" : "right";
  }

  /// The gap's upper end, extrapolated: where it is a few pixels wide only, cloth and shadow on
  /// both sides run together.
  private Point tip(int start, int side) {
    int lower = start + (int) (0.04 * tall);
    Run first = gap(start + 1, side);
    Run second = gap(lower, side);
    double growth = (second.width() - first.width()) / (lower - start - 1.0);
    double rise = growth <= 0.05 ? 0 : Math.min(0.75 * first.width() / growth, 0.03 * tall);
    double lean = (second.middle() - first.middle()) / (lower - start - 1.0);
    return new Point(first.middle() - lean * rise, start - rise);
  }

  /// The gap beside the trunk at a row; of no width if there is none.
  private Run gap(int y, int side) {
    Run trunk = outline.run(y, axis);
    Run gap = new Run(0, -1);
    for (Run run : outline.runs(y)) {
      if (side < 0 && run.right() < trunk.left()) {
        gap = new Run(run.right() + 1, trunk.left() - 1);
      } else if (side > 0 && run.left() > trunk.right() && gap.width() <= 0) {
        gap = new Run(trunk.right() + 1, run.left() - 1);
      }
    }
    return gap;
  }

  /// The outline's corner: of all its points from neck to armpit the farthest from a straight
  /// line.
  private void shoulders() {
    for (int side = -1; side <= 1; side += 2) {
      Point neck = at(side < 0 ? Mark.NECK_LEFT : Mark.NECK_RIGHT);
      int end = (int) at(side < 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT).y();
      Point outer = edge(end, side);
      Point best = neck;
      double most = 0;
      for (int y = (int) neck.y(); y <= end; y++) {
        Point p = edge(y, side);
        double away =
            side
                * ((p.x() - neck.x()) * (outer.y() - neck.y())
                    - (p.y() - neck.y()) * (outer.x() - neck.x()));
        if (away > most) {
          most = away;
          best = p;
        }
      }
      found.put(side < 0 ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT, best);
    }
  }

  /// The outermost point of a row on one side.
  private Point edge(int y, int side) {
    List<Run> runs = outline.runs(y);
    return new Point(side < 0 ? runs.getFirst().left() : runs.getLast().right(), y);
  }

  private void arm(int side) {
    Point armpit = at(side < 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT);
    Point shoulder = at(side < 0 ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT);
    // The joint lies a sleeve's thickness inside of the outline's corner.
    Point joint = shoulder.plus(-side * 0.03 * tall, 0.029 * tall);
    List<Point> path = new ArrayList<>(List.of(joint));
    int y = (int) armpit.y() + 1;
    while (gap(y, side).width() <= 0) {
      y++;
    }
    Run run = side < 0 ? outline.runs(y).getFirst() : outline.runs(y).getLast();
    boolean free = true;
    while (free && y < outline.bottom) {
      path.add(new Point(run.middle(), y));
      y++;
      Run next = new Run(0, -1);
      for (Run each : outline.runs(y)) {
        if (each.overlaps(run) && each.width() < 2.2 * run.width() + 6) {
          next = each;
        }
      }
      free = next.width() > 0;
      run = free ? next : run;
    }
    double length = Polyline.length(path);
    if (length < 0.25 * tall) {
      throw refused(
          Reason.NO_ARM_GAP,
          "the %s arm is bent, or its hand touches the body".formatted(name(side)),
          "let both arms hang straight, hands away from the body");
    }
    Point wrist = path.getLast();
    double thinnest = Double.MAX_VALUE;
    for (double share = 0.72; share < 0.88; share += 0.01) {
      Point p = Polyline.along(path, share * length);
      double depth = outline.depth(p);
      if (depth < thinnest - 0.05) {
        thinnest = depth;
        wrist = p;
      }
    }
    // Thin places of a sleeve or of noise count half: hands are a quarter of an arm.
    wrist = wrist.toward(Polyline.along(path, 0.8 * length), 0.5);
    found.put(side < 0 ? Mark.WRIST_LEFT : Mark.WRIST_RIGHT, wrist);
    found.put(side < 0 ? Mark.ELBOW_LEFT : Mark.ELBOW_RIGHT, Polyline.along(path, 0.427 * length));
  }

  private void legs() {
    Point crotch = new Point(axis, row(0.545));
    int start = -1;
    for (int y = row(0.46); y < row(0.8); y++) {
      double gap = legGap(y);
      if (gap < 0) {
        start = -1;
        continue;
      }
      if (start < 0) {
        start = y;
        crotch = new Point(gap, y);
      }
      if (y - start > 0.05 * tall) {
        break;
      }
    }
    found.put(Mark.CROTCH, start < 0 ? new Point(axis, row(0.545)) : crotch);
    ankle(-1);
    ankle(1);
  }

  /// Middle of the gap nearest to the axis, if it is near; below 0 if there is none.
  private double legGap(int y) {
    List<Run> runs = outline.runs(y);
    for (int i = 1; i < runs.size(); i++) {
      double middle = (runs.get(i - 1).right() + runs.get(i).left()) / 2.0;
      if (Math.abs(middle - axis) < 0.04 * tall
          && runs.get(i).left() - runs.get(i - 1).right() > 2) {
        return middle;
      }
    }
    return -1;
  }

  private void ankle(int side) {
    Point best = new Point(axis + side * 0.06 * tall, row(0.955));
    double least = Double.MAX_VALUE;
    for (int y = row(0.925); y < row(0.972); y++) {
      for (Run run : outline.runs(y)) {
        if (side * (run.middle() - axis) > 0 && run.width() > 0.018 * tall && run.width() < least) {
          least = run.width();
          best = new Point(run.middle(), y);
        }
      }
    }
    found.put(
        side < 0 ? Mark.ANKLE_LEFT : Mark.ANKLE_RIGHT,
        new Point(best.x(), (best.y() + row(0.95)) / 2));
  }

  /// Clothes hide waist and hips; where they are in a body's height varies little.
  private void waist() {
    level(row(WAIST), Mark.WAIST_LEFT, Mark.WAIST_RIGHT);
    level(row(HIPS), Mark.HIP_LEFT, Mark.HIP_RIGHT);
  }

  private void level(int y, Mark left, Mark right) {
    Run run = outline.run(y, axis);
    found.put(left, new Point(run.left(), y));
    found.put(right, new Point(run.right(), y));
  }

  private void refuseUneven() {
    double neck = (at(Mark.NECK_LEFT).x() + at(Mark.NECK_RIGHT).x()) / 2;
    uneven("shoulders", Mark.SHOULDER_LEFT, Mark.SHOULDER_RIGHT, neck, 0.04, 0.042);
    uneven("armpits", Mark.ARMPIT_LEFT, Mark.ARMPIT_RIGHT, neck, 0.06, 0.06);
    uneven("wrists", Mark.WRIST_LEFT, Mark.WRIST_RIGHT, neck, 0.1, 0.12);
    uneven("hips", Mark.HIP_LEFT, Mark.HIP_RIGHT, neck, 1, 0.06);
  }

  private void uneven(String what, Mark left, Mark right, double neck, double high, double wide) {
    double dy = Math.abs(at(left).y() - at(right).y()) / tall;
    double dx = Math.abs(at(left).x() + at(right).x() - 2 * neck) / tall;
    if (dy > high || dx > wide) {
      throw refused(
          Reason.ASYMMETRIC,
          "left and right %s differ by %d %% of the body's height"
              .formatted(what, Math.round(100 * Math.max(dy, dx))),
          "use a front view, weight on both feet, both arms held alike");
    }
  }
}
