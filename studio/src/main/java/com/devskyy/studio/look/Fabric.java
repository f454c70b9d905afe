package com.devskyy.studio.look;

/// Cloths, told by their fine relief and by how they answer light.
///
/// @param roughness 0 mirror, 1 chalk
/// @param relief metres between high and low of the weave
/// @param heights a tile of the weave, four texels a side, 0 to 1
public record Fabric(double roughness, double relief, float... heights) {
  public static final Fabric JERSEY =
      new Fabric(0.88, 0.00035, 1, .6f, 0, .6f, .6f, 0, .6f, 1, 1, .6f, 0, .6f, .6f, 0, .6f, 1);
  public static final Fabric FLEECE =
      new Fabric(0.94, 0.0004, .9f, .3f, .6f, 0, .2f, .8f, 0, .7f, .6f, .1f, 1, .4f, 0, .7f, .3f, .8f);
  public static final Fabric SATIN =
      new Fabric(0.42, 0.00012, 1, .6f, .3f, 0, .6f, .3f, 0, 1, .3f, 0, 1, .6f, 0, 1, .6f, .3f);
  public static final Fabric TWILL =
      new Fabric(0.8, 0.0005, 1, .5f, 0, .5f, .5f, 1, .5f, 0, 0, .5f, 1, .5f, .5f, 0, .5f, 1);
  public static final Fabric WOOL =
      new Fabric(0.95, 0.0006, .2f, .9f, .2f, .5f, .9f, .3f, .8f, 0, .1f, .8f, .1f, .7f, .8f, .2f, .9f, .1f);
}
