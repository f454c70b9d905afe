package com.devskyy.studio.render;

import com.devskyy.studio.export.Model;
import com.devskyy.studio.image.Pixels;
import java.util.List;
import java.util.Optional;

/// Draws a model in the process, on a plain light ground with a soft shadow on the floor. Four
/// samples decide what is seen in a pixel; only where they differ is each shaded of its own.
public final class Renderer {
  /// Samples of a pixel that lie farther apart in depth than this show two different things.
  private static final float JUMP = 0.004f;

  private final int width;
  private final int height;
  private final Ground ground;

  public Renderer(int width, int height) {
    this.width = width;
    this.height = height;
    this.ground = new Ground(width, height);
  }

  public Pixels draw(Model model, View view) {
    return draw(model, List.of(view)).getFirst();
  }

  /// Several views of the same model.
  public List<Pixels> draw(Model model, List<View> views) {
    List<Optional<Pixels>> normalMaps =
        model.parts().stream()
            .map(
                part ->
                    Optional.ofNullable(part.material().normal())
                        .filter(_ -> part.mesh().hasTangents())
                        .map(texture -> texture.pixels().halved()))
            .toList();
    return views.stream().map(view -> draw(model, normalMaps, view)).toList();
  }

  private Pixels draw(Model model, List<Optional<Pixels>> normalMaps, View view) {
    var scene = new Scene(model, normalMaps, view, 2 * width, 2 * height);
    var picture = ground.with(scene.raster());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixel(scene, picture, x, y);
      }
    }
    return picture;
  }

  private void pixel(Scene scene, Pixels picture, int x, int y) {
    Raster raster = scene.raster();
    int i = 2 * y * raster.width + 2 * x;
    int[] samples = {i, i + 1, i + raster.width, i + raster.width + 1};
    int hits = 0;
    float nearest = 0;
    float farthest = Float.MAX_VALUE;
    for (int sample : samples) {
      hits += raster.seen[sample] >= 0 ? 1 : 0;
      nearest = Math.max(nearest, raster.depth[sample]);
      farthest = Math.min(farthest, raster.depth[sample]);
    }
    if (hits == 0) {
      return;
    }
    if (hits == 4 && nearest - farthest < JUMP && scene.samePart(samples)) {
      picture.set(x, y, scene.shade(x + 0.5f, y + 0.5f, samples[0]));
      return;
    }
    int behind = picture.at(x, y);
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int k = 0; k < 4; k++) {
      int colour =
          raster.seen[samples[k]] < 0
              ? behind
              : scene.shade(x + 0.25f + (k & 1) * 0.5f, y + 0.25f + (k >> 1) * 0.5f, samples[k]);
      red += colour >> 16 & 255;
      green += colour >> 8 & 255;
      blue += colour & 255;
    }
    picture.set(x, y, 0xFF000000 | ((red + 2) / 4) << 16 | ((green + 2) / 4) << 8 | (blue + 2) / 4);
  }
}
