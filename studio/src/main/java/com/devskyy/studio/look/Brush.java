package com.devskyy.studio.look;

/// One texel while it is painted: where it is, and what it gets. Reused for all of them.
public final class Brush {
  /// Widths in metres: a stitch is drawn a little larger than life, or no texel would show it.
  private static final double STITCH = 0.0068;

  private static final double STITCH_PERIOD = 0.0098;
  private static final double STITCH_HALF = 0.0009;

  /// Metres from rib to rib.
  private static final double RIB = 0.0078;

  private final Palette palette;
  private final Finish finish;
  private final double fine;
  private final int[] found = new int[1];

  double x;
  double y;
  double z;
  double nx;
  double ny;
  double nz;
  boolean inside;

  int colour;
  double shade;
  double height;
  byte weave;
  double roughness;
  double metallic;

  /// @param density texels a metre: where there are more, stitches need not be drawn that large
  Brush(Palette palette, Finish finish, double density) {
    fine = density > 1200 ? 0.62 : 1;
    this.palette = palette;
    this.finish = finish;
  }

  public double x() {
    return x;
  }

  public double y() {
    return y;
  }

  public double z() {
    return z;
  }

  /// Component of the normal to the wearer's left.
  public double nx() {
    return nx;
  }

  /// Component of the normal upwards.
  public double ny() {
    return ny;
  }

  /// Component of the normal to the front; below 0 at the back.
  public double nz() {
    return nz;
  }

  public Palette palette() {
    return palette;
  }

  void begin() {
    colour = palette.cloth();
    shade = 1;
    height = 0;
    weave = 0;
    roughness = 0.9;
    metallic = 0;
  }

  public void cloth(Fabric fabric, int colour) {
    this.colour = colour;
    // A shining facet among dull ones would pass for a hole.
    roughness = finish.faceted() ? Math.max(0.88, fabric.roughness()) : fabric.roughness();
    weave = finish.woven() ? fabric.weave() : 0;
  }

  /// Knitted ribs.
  ///
  /// @param across metres across them
  public void ribs(int colour, double across) {
    this.colour = colour;
    roughness = 0.92;
    double phase = Math.cos(2 * Math.PI / (RIB * finish.coarse()) * across);
    if (finish.woven()) {
      height = 0.0011 * phase;
      shade *= 0.9 + 0.12 * phase;
    } else {
      shade *= finish.lines() && phase < -0.35 ? 0.8 : 1;
    }
  }

  /// Coarse ribs with the V of each stitch.
  ///
  /// @param turn radians, a rib at each turn of 2 pi
  /// @param up metres along the ribs
  public void knit(double turn, double up) {
    double rib = Math.cos(turn);
    if (finish.woven()) {
      double stitch = Math.sin(2 * Math.PI * up / 0.0052 + 2.2 * Math.abs(Math.sin(turn)));
      height = 0.0009 * rib + 0.0003 * stitch * (0.5 + 0.5 * rib);
      shade *= 0.9 + 0.1 * rib + 0.025 * stitch;
    } else {
      shade *= finish.lines() && rib < -0.55 ? 0.78 : 1;
    }
  }

  /// Polished or brushed metal.
  public void metal(int colour) {
    this.colour = colour;
    roughness = 0.32;
    metallic = 1;
  }

  /// Plain, matt.
  public void plain(int colour, double roughness) {
    this.colour = colour;
    this.roughness = roughness;
  }

  public void tint(int paint, double amount) {
    if (amount > 0) {
      colour = mix(colour, paint, Math.min(1, amount));
    }
  }

  /// Another paint inside of an edge.
  ///
  /// @param distance metres, negative inside of the panel
  public void panel(int paint, double distance) {
    tint(paint, 0.5 - distance / 0.0016);
  }

  public void dim(double factor) {
    shade *= factor;
  }

  /// A fold of the cloth's edge or a gap: a narrow valley.
  public void groove(double distance, double width, double depth) {
    double d = Math.abs(distance) / width;
    if (d < 1) {
      double deep = (1 - d * d) * (1 - d * d);
      if (finish.woven()) {
        height -= depth * deep;
        shade *= 1 - 0.3 * deep;
      } else if (finish.lines()) {
        shade *= d < 0.6 ? 0.55 : 1;
      }
    }
  }

  /// A seam with a row of stitches on both sides.
  ///
  /// @param distance metres from the seam, signed
  /// @param along metres along it
  public void seam(double distance, double along) {
    groove(distance, fine * 0.0028, fine * 0.0012);
    if (Math.abs(distance) < 0.011) {
      stitches(Math.abs(distance) - fine * 0.006, along);
    }
  }

  /// A row of stitches.
  public void stitches(double distance, double along) {
    double half = fine * STITCH_HALF;
    if (Math.abs(distance) > 2.2 * half || !finish.woven()) {
      return;
    }
    double period = fine * STITCH_PERIOD;
    double length = fine * STITCH;
    double place = along - Math.floor(along / period) * period;
    double end = Math.abs(place - length / 2) - length / 2 + half;
    double d = end > 0 ? Math.hypot(distance, end) : Math.abs(distance);
    double amount = Math.clamp(0.5 - (d - half) / (1.1 * half), 0, 1);
    tint(palette.thread(), amount);
    height += 0.0009 * fine * amount;
    double pressed = Math.clamp(0.5 - (d - 2 * half) / (1.1 * half), 0, 1) - amount;
    shade *= 1 - 0.16 * Math.max(0, pressed);
  }

  /// A print or embroidery.
  ///
  /// @param u metres to the right of its middle, as one looks at it
  /// @param v metres above its middle
  public void art(Artwork art, double u, double v) {
    double amount = art.look(u, v, found);
    if (amount <= 0) {
      return;
    }
    tint(found[0], amount);
    if (art.isEmbroidered() && finish.woven()) {
      // Satin stitch: fine threads side by side, raised from the cloth.
      double thread = Math.cos(2 * Math.PI * (u * 0.5 + v) / 0.0031);
      weave = 0;
      height = (1 - amount) * height + amount * (0.001 + 0.00025 * thread);
      shade *= 1 + amount * 0.1 * thread;
      roughness += amount * (0.64 - roughness);
    } else if (finish.woven()) {
      roughness += amount * (0.7 - roughness);
    }
  }

  /// A zip: a tape with teeth.
  ///
  /// @param distance metres from its middle
  /// @param along metres along it
  public void zip(double distance, double along) {
    double d = Math.abs(distance);
    if (d > 0.013) {
      return;
    }
    if (d > 0.0055) {
      groove(d - 0.0115, 0.0022, 0.0012);
      return;
    }
    double tooth = Math.sin(2 * Math.PI * along / 0.0064 + (distance > 0 ? Math.PI : 0));
    metal(palette.metal());
    shade *= d < 0.0007 ? 0.4 : 0.78 + 0.22 * tooth;
    height = 0.0012 + 0.0006 * tooth;
  }

  /// Cloth with the given share of another paint, in sRGB.
  static int mix(int a, int b, double share) {
    int w = (int) (share * 256);
    int redBlue = (a & 0xFF00FF) * (256 - w) + (b & 0xFF00FF) * w;
    int green = (a & 0xFF00) * (256 - w) + (b & 0xFF00) * w;
    return ((redBlue >>> 8) & 0xFF00FF) | ((green >>> 8) & 0xFF00);
  }
}
