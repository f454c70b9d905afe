package com.devskyy.studio.look;

import com.devskyy.studio.order.Collection;

/// The colours of a garment, `0xRRGGBB` in sRGB.
///
/// @param cloth the body
/// @param rib collar, cuffs and hem
/// @param accent print and embroidery
/// @param second the accent's companion: leaves, rules, the second half of a motif
/// @param thread stitches
/// @param cord drawstrings and zip tapes
/// @param metal eyelets, zips, buttons
/// @param lining the inside
/// @param stripe side stripes, panels
public record Palette(
    int cloth,
    int rib,
    int accent,
    int second,
    int thread,
    int cord,
    int metal,
    int lining,
    int stripe) {
  public static Palette of(Collection collection) {
    return switch (collection) {
      case SIGNATURE ->
          new Palette(
              0xE6DCC9, 0xD3C4A9, 0xAA7E2C, 0x5E4B2D, 0xB79B66, 0xB8924A, 0xC9A14A, 0xCFC2AB,
              0xB08A3F);
      case BLACK_ROSE ->
          new Palette(
              0x201F23, 0x17161A, 0xD2274A, 0xC59A45, 0x5A5048, 0xB01C38, 0xCFA650, 0x1A191C,
              0xBE9444);
      case LOVE_HURTS ->
          new Palette(
              0x860D24, 0x600819, 0xF2E6DA, 0xE2A7A7, 0xC4505F, 0xEFE3D8, 0xB9BBC0, 0x6E1020,
              0x1C1518);
    };
  }

  /// The colour of the cloth's soft rim.
  public int sheen(double strength) {
    return strength == 0 ? 0 : Colours.scaled(Brush.mix(cloth, 0xFFFFFF, 0.3), strength);
  }

  Palette withCloth(int colour) {
    return new Palette(
        colour,
        Colours.scaled(colour, 0.84),
        accent,
        second,
        Colours.scaled(colour, Colours.luma(colour) < 90 ? 1.9 : 0.72),
        cord,
        metal,
        Colours.scaled(colour, 0.86),
        stripe);
  }

  Palette withRib(int colour) {
    return new Palette(cloth, colour, accent, second, thread, cord, metal, lining, stripe);
  }

  Palette withAccent(int colour) {
    return new Palette(cloth, rib, colour, second, thread, cord, metal, lining, stripe);
  }

  Palette withThread(int colour) {
    return new Palette(cloth, rib, accent, second, colour, cord, metal, lining, stripe);
  }

  Palette withCord(int colour) {
    return new Palette(cloth, rib, accent, second, thread, colour, metal, lining, stripe);
  }

  Palette withMetal(int colour) {
    return new Palette(cloth, rib, accent, second, thread, cord, colour, lining, stripe);
  }

  Palette withLining(int colour) {
    return new Palette(cloth, rib, accent, second, thread, cord, metal, colour, stripe);
  }

  Palette withStripe(int colour) {
    return new Palette(cloth, rib, accent, second, thread, cord, metal, lining, colour);
  }

  /// As paint rather than cloth: what is coloured becomes more so.
  public Palette vivid(double by) {
    return new Palette(
        Colours.vivid(cloth, by),
        Colours.vivid(rib, by),
        Colours.vivid(accent, by),
        Colours.vivid(second, by),
        Colours.vivid(thread, by),
        Colours.vivid(cord, by),
        Colours.vivid(metal, by),
        Colours.vivid(lining, by),
        Colours.vivid(stripe, by));
  }
}
