package com.devskyy.studio.look;

import com.devskyy.studio.order.Style;

/// How much of a garment is drawn, by style.
///
/// @param woven weave, ribs and stitches as relief
/// @param lines seams as dark lines
/// @param celTones light painted on in steps
/// @param faceted each triangle a flat colour
/// @param coarse how much wider ribs are than in life
public record Finish(
    boolean woven, boolean lines, boolean celTones, boolean faceted, double coarse) {
  public static Finish of(Style style) {
    return switch (style) {
      case REALISTIC -> new Finish(true, false, false, false, 1);
      case CARTOON -> new Finish(false, true, false, false, 2.2);
      case ANIME -> new Finish(false, true, true, false, 1.6);
      case LOW_POLY -> new Finish(false, false, false, true, 1);
    };
  }
}
