package com.devskyy.providers.tripo;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a model is made.
///
/// @param model version of Tripo's model, such as `v3.1-20260211`; versions are retired from time
///     to time, so it is a setting
/// @param faceLimit most faces; 48 to 20,000 for `P1`
/// @param pbr whether it gets metal and roughness beside colour
/// @param quality of its texture; better costs more
/// @param seed of the geometry; the same input and seed are the same request
public record ModelOptions(
    String model, int faceLimit, boolean pbr, TextureQuality quality, long seed) {
  /// Quality of a texture.
  public enum TextureQuality {
    STANDARD(0),
    DETAILED(10),
    EXTREME(20);

    private final int credits;

    TextureQuality(int credits) {
      this.credits = credits;
    }

    /// The spelling in requests and settings.
    public String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final int LEAST_FACES = 48;
  private static final int MOST_FACES = 500_000;
  private static final int MOST_FACES_OF_P1 = 20_000;
  private static final long MOST_SEED = Integer.MAX_VALUE;

  public ModelOptions {
    if (model.isBlank()) {
      throw new IllegalArgumentException("Tripo's model version must be given");
    }
    int most = isP1(model) ? MOST_FACES_OF_P1 : MOST_FACES;
    if (faceLimit < LEAST_FACES || faceLimit > most) {
      throw new IllegalArgumentException(
          "the face limit must be %,d to %,d for model %s, was %,d"
              .formatted(LEAST_FACES, most, model, faceLimit));
    }
    if (seed < 0 || seed > MOST_SEED) {
      throw new IllegalArgumentException(
          "the seed must be 0 to %,d, was %,d".formatted(MOST_SEED, seed));
    }
  }

  private static boolean isP1(String model) {
    return model.startsWith("P1");
  }

  /// What it costs beside the usual, by the price list of 2026.
  int credits(int usual) {
    return usual + quality.credits + (isP1(model) ? 20 : 0);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("texture", true);
    fields.put("pbr", pbr);
    fields.put("texture_quality", quality.wire());
    fields.put("face_limit", faceLimit);
    fields.put("model_seed", seed);
    return fields;
  }
}
