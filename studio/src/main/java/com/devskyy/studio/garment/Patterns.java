package com.devskyy.studio.garment;

import com.devskyy.studio.order.GarmentType;

/// Which class cuts which garment.
public final class Patterns {
  private Patterns() {}

  public static Cut cut(GarmentType type, Fit fit) {
    return switch (type) {
      case TEE -> Tee.cut(fit);
      case HOODIE -> Hoodie.cut(fit);
      case SWEATSHIRT -> Sweatshirt.cut(fit);
      case BOMBER -> Bomber.cut(fit);
      case JACKET -> Jacket.cut(fit);
      case TRACK_PANTS -> TrackPants.cut(fit);
      case SHORTS -> Shorts.cut(fit);
      case CAP -> Cap.cut(fit);
      case BEANIE -> Beanie.cut(fit);
    };
  }
}
