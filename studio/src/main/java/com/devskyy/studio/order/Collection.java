package com.devskyy.studio.order;

/// A collection of the brand: it gives palette, words and motif where the prompt says nothing.
public enum Collection {
  SIGNATURE,
  BLACK_ROSE,
  LOVE_HURTS;

  /// As it is printed on a garment, for example `BLACK ROSE`.
  public String title() {
    return name().replace('_', ' ');
  }
}
