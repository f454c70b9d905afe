package com.devskyy.studio.tryon;

import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.tryon.Landmarks.Mark;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;

/// Where the body's trunk is beneath its clothes: a little inside of their outline.
final class Trunk {
  private final Landmarks body;
  private final Outline outline;
  private final Fit fit;
  private final double span;

  Trunk(Landmarks body, Outline outline, Fit fit) {
    this.body = body;
    this.outline = outline;
    this.fit = fit;
    span = body.span();
  }

  /// Neck, shoulders and trunk as far as the waist.
  Plane torso() {
    List<Point> points = new ArrayList<>(flank(-1));
    points.addAll(flank(1).reversed());
    return filled(points);
  }

  /// One side of the trunk, from the neck down.
  private List<Point> flank(int side) {
    boolean left = side < 0;
    double in = -side * 0.02 * span;
    Point neck = body.at(left ? Mark.NECK_LEFT : Mark.NECK_RIGHT);
    Point shoulder = body.at(left ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT);
    Point hip = body.at(left ? Mark.HIP_LEFT : Mark.HIP_RIGHT);
    List<Point> out = new ArrayList<>(List.of(neck));
    for (double share : new double[] {0.06, 0.15, 0.3, 0.5, 0.7, 0.85}) {
      double x = neck.x() + share * (shoulder.x() - neck.x());
      out.add(fit.onShoulder(x).plus(0, (0.006 + 0.012 * share) * span));
    }
    out.add(shoulder.plus(0.8 * in, 0.02 * span));
    out.add(body.at(left ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT).plus(0.6 * in, 0));
    out.add(body.at(left ? Mark.WAIST_LEFT : Mark.WAIST_RIGHT).plus(in, 0));
    out.add(new Point(hip.x() + 0.8 * in, Fit.waistLine(body)));
    return out;
  }

  /// From where trousers are worn down to the crotch, narrower by an inset on either side.
  Plane hips(double inset) {
    double line = Fit.waistLine(body);
    double seen = fit.hemOfTop() + 3;
    double in = 0.012 * span;
    Outline.Run run = outline.run((int) seen, body.neck().x());
    Point left = body.at(Mark.HIP_LEFT);
    Point right = body.at(Mark.HIP_RIGHT);
    double crotch = body.at(Mark.CROTCH).y();
    return filled(
        List.of(
            new Point(run.left() + inset + in, Math.min(line, seen - 1)),
            new Point(run.left() + inset, seen),
            new Point(left.x() + inset, Math.max(left.y(), seen + 1)),
            new Point(left.x() + inset, crotch),
            new Point(right.x() - inset, crotch),
            new Point(right.x() - inset, Math.max(right.y(), seen + 1)),
            new Point(run.right() - inset, seen),
            new Point(run.right() - inset - in, Math.min(line, seen - 1))));
  }

  /// How much of each pixel a polygon covers, a little soft.
  private Plane filled(List<Point> points) {
    var path = new Path2D.Double();
    path.moveTo(points.getFirst().x(), points.getFirst().y());
    for (Point p : points) {
      path.lineTo(p.x(), p.y());
    }
    path.closePath();
    var image = new BufferedImage(outline.width, outline.height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fill(path);
    g.dispose();
    byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    var out = new Plane(outline.width, outline.height);
    for (int i = 0; i < data.length; i++) {
      out.at[i] = (data[i] & 0xff) / 255f;
    }
    return out.blurred(0.8);
  }
}
