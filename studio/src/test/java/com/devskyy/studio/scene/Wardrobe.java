package com.devskyy.studio.scene;

import com.devskyy.studio.scene.Wear.Kind;
import com.devskyy.studio.scene.Wear.Print;
import java.util.List;

/// Garments and figures that several tests photograph.
public final class Wardrobe {
  private Wardrobe() {}

  public static Garment roseTee() {
    return new Garment(new Wear(Kind.TOP, 0.3, 0.86, 0.02, 0x222226, Print.ROSE), 42);
  }

  public static Garment roseTeeWithoutPrint() {
    return new Garment(new Wear(Kind.TOP, 0.3, 0.86, 0.02, 0x222226, Print.NONE), 42);
  }

  public static Garment whiteTee() {
    return new Garment(new Wear(Kind.TOP, 0.3, 0.86, 0.025, 0xf4f2ee, Print.BADGE), 35);
  }

  public static Garment sweater() {
    return new Garment(new Wear(Kind.TOP, 1, 0.84, 0.03, 0x2f6d8a, Print.NONE), 28);
  }

  public static Garment trousers() {
    return new Garment(new Wear(Kind.TROUSERS, 0, 0.09, 0.02, 0x33415c, Print.NONE), 30);
  }

  public static Garment shorts() {
    return new Garment(new Wear(Kind.TROUSERS, 0, 0.55, 0.03, 0xb9a888, Print.NONE), 30);
  }

  public static Garment dress() {
    return new Garment(new Wear(Kind.DRESS, 0.2, 0.45, 0.015, 0x2f5d50, Print.NONE), 35);
  }

  public static Garment skirt() {
    return new Garment(new Wear(Kind.SKIRT, 0, 0.55, 0.015, 0x9c8aa5, Print.NONE), 35);
  }

  public static Garment stripedTank() {
    return new Garment(new Wear(Kind.TOP, 0, 0.9, 0.012, 0xd0a04c, Print.STRIPES), 35);
  }

  /// One of each.
  public static List<Garment> garments() {
    return List.of(
        roseTee(), whiteTee(), sweater(), trousers(), shorts(), dress(), skirt(), stripedTank());
  }

  /// In a gray shirt and dark trousers.
  public static Figure inGray() {
    return Figure.of(
        22,
        0.15,
        1,
        0xe0b08c,
        0x3a2417,
        new Wear(Kind.TOP, 0.28, 0.86, 0.02, 0xa9b2ba, Print.NONE),
        new Wear(Kind.TROUSERS, 0, 0.09, 0.018, 0x2d3a58, Print.NONE));
  }

  /// In a wide red sweater.
  public static Figure inRed() {
    return Figure.of(
        27,
        0.19,
        1.08,
        0x8d5b3e,
        0x1b1512,
        new Wear(Kind.TOP, 0.95, 0.84, 0.028, 0xc23b3b, Print.NONE),
        new Wear(Kind.TROUSERS, 0, 0.09, 0.022, 0x6b6a60, Print.NONE));
  }

  /// In a white shirt and shorts.
  public static Figure inShorts() {
    return Figure.of(
        20,
        0.13,
        0.92,
        0xf0cbb0,
        0xb88a4a,
        new Wear(Kind.TOP, 0.25, 0.9, 0.012, 0xf0ece4, Print.BADGE),
        new Wear(Kind.TROUSERS, 0, 0.5, 0.02, 0x30302f, Print.NONE));
  }
}
