package com.devskyy.studio.look;

/// Cloths, told by how they answer light and by the slopes of their weave.
///
/// @param roughness 0 mirror, 1 chalk
/// @param steps how steep the weave is, in steps of the normal map
/// @param diagonal lines that run slanted rather than upright
public record Fabric(double roughness, int steps, boolean diagonal) {
  public static final Fabric JERSEY = new Fabric(0.88, 1, false);
  public static final Fabric FLEECE = new Fabric(0.95, 2, false);
  public static final Fabric SATIN = new Fabric(0.56, 0, false);
  public static final Fabric TWILL = new Fabric(0.84, 1, true);
  public static final Fabric WOOL = new Fabric(0.96, 3, false);

  /// In one byte, kept for each texel: the steps, and 16 where they run slanted.
  byte weave() {
    return (byte) (steps | (diagonal ? 16 : 0));
  }
}
