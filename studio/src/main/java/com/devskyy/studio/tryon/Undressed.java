package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Fill;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.tryon.Landmarks.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The person without the clothes that are to be replaced: background where they stuck out, skin
/// where they hid arms, neck or legs, the trousers drawn up where a shirt hung over them.
final class Undressed {
  private static final int STEPS = 12;

  /// How far clothes may throw a shadow on the background, as a share of the body's span.
  private static final double SHADOW = 0.05;

  private final Photo photo;
  private final Landmarks body;
  private final Outline outline;
  private final Worn worn;
  private final Fit fit;
  private final Category category;
  private final int width;
  private final int height;
  private final double span;
  private final Plane[] rgb = new Plane[3];

  Undressed(Photo photo, Landmarks body, Outline outline, Worn worn, Fit fit, Category category) {
    this.photo = photo;
    this.body = body;
    this.outline = outline;
    this.worn = worn;
    this.fit = fit;
    this.category = category;
    width = photo.width();
    height = photo.height();
    span = body.span();
    for (int c = 0; c < 3; c++) {
      rgb[c] = photo.channel(16 - 8 * c);
    }
  }

  /// The pixels of the clothes that go.
  boolean[] removed() {
    return switch (category) {
      case TOPS, OUTERWEAR -> worn.is(Worn.TOP);
      case BOTTOMS -> worn.is(Worn.BOTTOM);
      case ONE_PIECES -> worn.is(Worn.TOP, Worn.BOTTOM);
    };
  }

  /// @param seed for the background's grain
  Layer make(long seed) {
    boolean[] removed = removed();
    var trunk = new Trunk(body, outline, fit);
    Layer below = Layer.of(background(removed, seed));
    var all = new Plane(width, height);
    Arrays.fill(all.at, 1);
    boolean[] skin = Distances.shrunk(worn.is(Worn.SKIN), width, height, 2.5);
    float[] tone = tone(skin);
    if (category.coversTorso()) {
      if (category != Category.ONE_PIECES) {
        below.lay(filled(Worn.BOTTOM, tone), trunk.hips(0));
      }
      below.lay(chest(skin, tone), trunk.torso());
      limbs(below, all, arms(), skin, tone);
    }
    if (category.coversLegs()) {
      below.lay(chest(skin, tone), trunk.hips(0.02 * span));
      limbs(below, all, legs(), skin, tone);
    }
    Layer out = Layer.of(photo);
    out.lay(below, share(removed));
    return out;
  }

  /// Where the clothes were, with their soft rim and their shadow on the background, which fades
  /// out; what stays keeps its own edge. Skin gives way a little further: cuffs tinge it.
  private Plane share(boolean[] removed) {
    Plane away = Distances.to(removed, width, height);
    double chest = body.at(Mark.ARMPIT_LEFT).y();
    boolean[] stays = new boolean[removed.length];
    for (int i = 0; i < stays.length; i++) {
      stays[i] = worn.label[i] != Worn.NOTHING && !removed[i] && away.at[i] > rim(i, chest);
    }
    Plane kept = Distances.to(stays, width, height);
    var out = new Plane(width, height);
    double fade = SHADOW * span;
    for (int i = 0; i < removed.length; i++) {
      boolean outside = worn.label[i] == Worn.NOTHING;
      double near = outside ? Math.clamp(2 * (1 - away.at[i] / fade), 0.0, 1.0) : stays[i] ? 0 : 1;
      out.at[i] = (float) (near * Math.clamp(kept.at[i] - 0.4, 0.0, 1.0));
    }
    return out.blurred(0.6);
  }

  /// How near to the clothes that go a pixel goes with them: what they tinge and shade.
  private double rim(int i, double chest) {
    int y = i / width;
    return switch (worn.label[i]) {
      case Worn.SKIN -> (y > chest ? 0.014 : 0.005) * span;
      case Worn.TOP, Worn.BOTTOM -> 0.005 * span;
      default -> 0;
    };
  }

  private Plane[] background(boolean[] removed, long seed) {
    boolean[] clear = new boolean[width * height];
    boolean[] far = Distances.grown(outline.covered, width, height, 5);
    boolean[] shaded = Distances.grown(removed, width, height, SHADOW * span);
    for (int i = 0; i < clear.length; i++) {
      clear[i] = !far[i] && !shaded[i];
    }
    var random = new SplittableRandom(seed);
    double grain = grain(clear);
    Plane[] out = new Plane[3];
    for (int c = 0; c < 3; c++) {
      out[c] = Fill.outside(rgb[c], clear);
    }
    for (int i = 0; i < clear.length; i++) {
      double noise =
          clear[i]
              ? 0
              : grain * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2;
      for (int c = 0; c < 3; c++) {
        out[c].at[i] += (float) noise;
      }
    }
    return out;
  }

  /// The photo's noise, in levels.
  private double grain(boolean[] where) {
    Plane soft = rgb[1].blurred(1.5);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < where.length; i += 3) {
      if (where[i]) {
        sum += Math.abs(rgb[1].at[i] - soft.at[i]);
        count++;
      }
    }
    return count == 0 ? 0 : Math.min(6, 1.25 * sum / count);
  }

  private float[] tone(boolean[] skin) {
    float[] out = {200, 160, 135};
    for (int c = 0; c < 3; c++) {
      out[c] = rgb[c].median(skin, out[c]);
    }
    return out;
  }

  /// One kind of cloth, continued over everything.
  private Layer filled(byte kind, float[] fallback) {
    boolean[] known = Distances.shrunk(worn.is(kind), width, height, 3);
    Plane weight = Plane.of(known, width, height);
    Plane[] out = new Plane[3];
    for (int c = 0; c < 3; c++) {
      Plane given = rgb[c].copy();
      for (int i = 0; i < known.length; i++) {
        given.at[i] = known[i] ? given.at[i] : fallback[c];
        weight.at[i] = known[i] ? 1 : 1e-6f;
      }
      out[c] = Fill.of(given, weight);
    }
    return Layer.of(out);
  }

  /// Skin of neck and chest: what is seen of it, continued, and calmed towards its usual tone.
  private Layer chest(boolean[] skin, float[] tone) {
    boolean[] known = new boolean[skin.length];
    double lowest = body.at(Mark.ARMPIT_LEFT).y();
    double left = body.at(Mark.SHOULDER_LEFT).x() + 0.04 * span;
    double right = body.at(Mark.SHOULDER_RIGHT).x() - 0.04 * span;
    for (int i = 0; i < known.length; i++) {
      int x = i % width;
      int y = i / width;
      known[i] = skin[i] && y < lowest && x > left && x < right;
    }
    Plane weight = Plane.of(known, width, height);
    for (int i = 0; i < weight.at.length; i++) {
      weight.at[i] = known[i] ? 1 : 0.004f;
    }
    Plane[] out = new Plane[3];
    for (int c = 0; c < 3; c++) {
      Plane given = rgb[c].copy();
      for (int i = 0; i < known.length; i++) {
        given.at[i] = known[i] ? given.at[i] : tone[c];
      }
      out[c] = Fill.of(given, weight);
    }
    return Layer.of(out);
  }

  private void limbs(Layer below, Plane all, List<Flesh> limbs, boolean[] skin, float[] tone) {
    double[][] profile = Flesh.profile(limbs, rgb, skin, tone);
    for (Flesh limb : limbs) {
      below.lay(limb.draw(width, height, profile), all);
    }
  }

  private List<Flesh> arms() {
    List<Flesh> out = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      Point shoulder = body.at(side == 0 ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT);
      Point armpit = body.at(side == 0 ? Mark.ARMPIT_LEFT : Mark.ARMPIT_RIGHT);
      Point elbow = body.at(side == 0 ? Mark.ELBOW_LEFT : Mark.ELBOW_RIGHT);
      Point wrist = body.at(side == 0 ? Mark.WRIST_LEFT : Mark.WRIST_RIGHT);
      double atWrist = fit.bare(wrist);
      double atElbow = Math.max(fit.bare(elbow), 1.15 * atWrist);
      double most = Math.min(1.4 * atElbow, 0.4 * shoulder.to(armpit));
      Point joint =
          new Point(shoulder.x() + (side == 0 ? 1 : -1) * 0.92 * most, shoulder.y() + 0.8 * most);
      out.add(
          new Flesh(
              List.of(joint, elbow, wrist),
              thickness(List.of(joint, elbow, wrist), most, atElbow, atWrist)));
    }
    return out;
  }

  private List<Flesh> legs() {
    List<Flesh> out = new ArrayList<>();
    Point crotch = body.at(Mark.CROTCH);
    for (int side = 0; side < 2; side++) {
      Point hip = body.at(side == 0 ? Mark.HIP_LEFT : Mark.HIP_RIGHT);
      Point ankle = body.at(side == 0 ? Mark.ANKLE_LEFT : Mark.ANKLE_RIGHT);
      double thigh = 0.42 * Math.abs(crotch.x() - hip.x());
      Point joint = new Point(crotch.x() + (side == 0 ? -1 : 1) * 1.15 * thigh, crotch.y());
      Point foot = ankle.plus(0, 0.03 * span);
      Point knee = joint.toward(ankle, 0.45);
      List<Point> bones = List.of(joint, knee, foot);
      out.add(new Flesh(bones, thickness(bones, thigh, 0.68 * thigh, 0.42 * thigh)));
    }
    return out;
  }

  /// Radii at even steps: the limb's own where skin is seen, else between the three given ones.
  private double[] thickness(List<Point> bones, double first, double middle, double last) {
    double length = Polyline.length(bones);
    double joint = bones.get(0).to(bones.get(1)) / length;
    double[] out = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      double t = (double) i / STEPS;
      double guess =
          t < joint
              ? first + (middle - first) * t / joint
              : middle + (last - middle) * (t - joint) / (1 - joint);
      Point p = Polyline.along(bones, t * length);
      int at = outline.index(p);
      out[i] = worn.label[at] == Worn.SKIN ? Math.max(0.5 * guess, outline.depth(p)) : guess;
    }
    return out;
  }
}
