package com.devskyy.studio.export;

import org.jspecify.annotations.Nullable;

/// How a surface answers light, in glTF's metallic-roughness words.
///
/// @param colour multiplies the base colour; `0xRRGGBB` in sRGB
/// @param baseColour absent: `colour` alone
/// @param normal tangent space, y up; absent: smooth
/// @param surface occlusion in red, roughness in green, metallic in blue; absent: the two factors
/// @param roughness multiplies the texture's
/// @param metallic multiplies the texture's
/// @param sheen colour of a cloth's soft rim, `0xRRGGBB` in sRGB; 0 for none
/// @param unlit shown as it is, whatever the light
public record Material(
    String name,
    int colour,
    @Nullable Texture baseColour,
    @Nullable Texture normal,
    @Nullable Texture surface,
    float roughness,
    float metallic,
    int sheen,
    boolean unlit) {
  /// A picture and nothing else.
  public static Material matt(String name, Texture baseColour) {
    return new Material(name, 0xFFFFFF, baseColour, null, null, 0.85f, 0, 0, false);
  }

  /// One colour, shown as it is.
  public static Material flat(String name, int colour) {
    return new Material(name, colour, null, null, null, 1, 0, 0, true);
  }
}
