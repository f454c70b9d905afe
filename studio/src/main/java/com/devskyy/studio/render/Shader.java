package com.devskyy.studio.render;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.image.Pixels;
import java.util.Optional;

/// The colour of one place of a surface under the studio's lights: a warm key light with shadow
/// from the upper left, a cool fill, a rim from behind, and a soft box all around.
final class Shader {
  static final double[] KEY = unit(-0.55, 0.8, 0.75);
  private static final double[] FILL = unit(0.9, 0.15, 0.6);
  private static final double[] RIM = unit(0.5, 0.6, -0.75);
  private static final double[] HALF = unit(KEY[0], KEY[1], KEY[2] + 1);

  private static final float[] LINEAR = new float[256];
  private static final byte[] SRGB = new byte[4096];

  static {
    for (int i = 0; i < 256; i++) {
      double v = i / 255.0;
      LINEAR[i] = (float) (v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4));
    }
    for (int i = 0; i < SRGB.length; i++) {
      double v = i / (SRGB.length - 1.0);
      double s = v <= 0.0031308 ? 12.92 * v : 1.055 * StrictMath.pow(v, 1 / 2.4) - 0.055;
      SRGB[i] = (byte) Math.round(255 * s);
    }
  }

  private final double[] normal = new double[3];

  static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }

  static int srgb(double linear) {
    return SRGB[(int) (Math.clamp(linear, 0, 1) * (SRGB.length - 1))] & 0xFF;
  }

  static float linear(int channel) {
    return LINEAR[channel & 255];
  }

  /// @param n normal in the camera's axes, unit length is not needed
  /// @param tangents how the texture's axes lie in the camera's axes: u, then v
  /// @param lit how much of the key light arrives
  int colour(
      Material material,
      Optional<Pixels> normalMap,
      double[] n,
      double[] tangents,
      float u,
      float v,
      double lit) {
    int base = material.colour();
    double red = linear(base >> 16);
    double green = linear(base >> 8);
    double blue = linear(base);
    if (material.baseColour() != null) {
      int texel = Sampler.at(material.baseColour().pixels(), u, v);
      red *= linear(texel >> 16);
      green *= linear(texel >> 8);
      blue *= linear(texel);
    }
    if (material.unlit()) {
      return 0xFF000000 | srgb(red) << 16 | srgb(green) << 8 | srgb(blue);
    }
    double occlusion = 1;
    double roughness = material.roughness();
    double metallic = material.metallic();
    if (material.surface() != null) {
      int texel = Sampler.at(material.surface().pixels(), u, v);
      occlusion = (texel >> 16 & 255) / 255.0;
      roughness *= (texel >> 8 & 255) / 255.0;
      metallic *= (texel & 255) / 255.0;
    }
    bend(normalMap, n, tangents, u, v);
    double key = Math.max(0, dot(KEY)) * lit * (0.35 + 0.65 * occlusion);
    double fill = Math.max(0, dot(FILL)) * occlusion;
    double rim = Math.max(0, dot(RIM)) * occlusion;
    double sky = (0.62 + 0.38 * normal[1]) * occlusion;
    double facing = Math.clamp(normal[2], 0, 1);
    double grazing = square(square(1 - facing));
    double gloss = gloss(roughness) * lit;
    double mirror = (0.35 + 0.65 * normal[1] * normal[1]) * occlusion;
    double sheen = grazing * occlusion * 0.55;
    double diffuse = 1 - metallic;
    double warm = diffuse * (1.12 * key + 0.34 * sky + 0.2 * fill + 0.35 * rim);
    double cool = diffuse * (1.05 * key + 0.36 * sky + 0.23 * fill + 0.38 * rim);
    double shine = 2.2 * gloss + metallic * 0.9 * mirror;
    double plain = (1 - metallic) * (0.04 * gloss * 2.4 + 0.02 * grazing * occlusion);
    int sheenColour = material.sheen();
    return 0xFF000000
        | tone(red * (warm + metallic * shine) + plain + sheen * linear(sheenColour >> 16)) << 16
        | tone(
                green * ((warm + cool) / 2 + metallic * shine)
                    + plain
                    + sheen * linear(sheenColour >> 8))
            << 8
        | tone(blue * (cool + metallic * shine) + plain + sheen * linear(sheenColour));
  }

  /// The normal with what the normal texture says, at unit length.
  private void bend(Optional<Pixels> normalMap, double[] n, double[] tangents, float u, float v) {
    double nx = n[0];
    double ny = n[1];
    double nz = n[2];
    if (normalMap.isPresent()) {
      int texel = Sampler.at(normalMap.get(), u, v);
      double along = (texel >> 16 & 255) / 127.5 - 1;
      double across = (texel >> 8 & 255) / 127.5 - 1;
      double out = (texel & 255) / 127.5 - 1;
      nx = nx * out + tangents[0] * along - tangents[3] * across;
      ny = ny * out + tangents[1] * along - tangents[4] * across;
      nz = nz * out + tangents[2] * along - tangents[5] * across;
    }
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9;
    normal[0] = nx / length;
    normal[1] = ny / length;
    normal[2] = nz / length;
  }

  private double dot(double[] light) {
    return normal[0] * light[0] + normal[1] * light[1] + normal[2] * light[2];
  }

  /// GGX towards the key light, its height held down so that metal does not glare.
  private double gloss(double roughness) {
    double half = Math.max(0, dot(HALF));
    double a2 = square(square(Math.max(0.2, roughness)));
    double d = half * half * (a2 - 1) + 1;
    return Math.min(4, a2 / (Math.PI * d * d)) * Math.max(0, dot(KEY));
  }

  private static double square(double v) {
    return v * v;
  }

  /// Linear light to a byte: straight up to the middle, then softly towards white.
  private static int tone(double light) {
    double soft = light < 0.6 ? light : 0.6 + 0.4 * (1 - Math.exp(-(light - 0.6) / 0.4));
    return srgb(soft);
  }
}
