package com.devskyy.tasks.model3d;

import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.asset.GlbMesh;
import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Texture;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoLimits;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.render.Renderer;
import com.devskyy.studio.render.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A picture of somebody else's model, drawn here when its maker gave none.
final class GlbPreview {
  private static final int SIDE = 768;

  /// Larger textures would not be seen in the picture.
  private static final int TEXTURE_SIDE = 1024;

  private GlbPreview() {}

  /// Draws it from its front and side.
  ///
  /// @return a PNG; empty where the file keeps its triangles in a way that is not read here
  static Optional<byte[]> draw(Glb glb) {
    List<Model.Part> parts = new ArrayList<>();
    for (GlbMesh mesh : GlbMesh.of(glb)) {
      parts.add(new Model.Part(shape(mesh), material(glb, mesh)));
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    var model = new Model("preview", parts, Map.of());
    return Optional.of(Png.encode(new Renderer(SIDE, SIDE).draw(model, View.THREE_QUARTER)));
  }

  private static Mesh shape(GlbMesh mesh) {
    float[] normals = mesh.normals().length == 0 ? flat(mesh) : mesh.normals().clone();
    for (int i = 0; i < normals.length; i += 3) {
      double length =
          Math.sqrt(
              normals[i] * normals[i]
                  + normals[i + 1] * normals[i + 1]
                  + normals[i + 2] * normals[i + 2]);
      for (int k = 0; k < 3; k++) {
        normals[i + k] = length > 0 ? (float) (normals[i + k] / length) : k == 1 ? 1 : 0;
      }
    }
    return new Mesh(mesh.positions(), normals, mesh.uvs(), mesh.triangles());
  }

  /// Each vertex leans as the triangles around it, the larger ones more.
  private static float[] flat(GlbMesh mesh) {
    float[] at = mesh.positions();
    float[] normals = new float[at.length];
    int[] corners = mesh.triangles();
    for (int t = 0; t < corners.length; t += 3) {
      int a = 3 * corners[t];
      int b = 3 * corners[t + 1];
      int c = 3 * corners[t + 2];
      for (int k = 0; k < 3; k++) {
        int u = (k + 1) % 3;
        int v = (k + 2) % 3;
        float across =
            (at[b + u] - at[a + u]) * (at[c + v] - at[a + v])
                - (at[b + v] - at[a + v]) * (at[c + u] - at[a + u]);
        normals[a + k] += across;
        normals[b + k] += across;
        normals[c + k] += across;
      }
    }
    return normals;
  }

  private static Material material(Glb glb, GlbMesh mesh) {
    Optional<Texture> texture =
        mesh.uvs().length == 0
            ? Optional.empty()
            : mesh.texture().flatMap(image -> texture(glb, image));
    return new Material(
        "preview", colour(mesh.colour()), texture.orElse(null), null, null, 0.85f, 0, 0, false);
  }

  private static Optional<Texture> texture(Glb glb, Glb.Texture image) {
    byte[] file = glb.image(image);
    try {
      Photo photo = Photo.read(file, PhotoLimits.DEFAULT).fit(TEXTURE_SIDE);
      var pixels = new Pixels(photo.width(), photo.height(), photo.pixels());
      return Optional.of(new Texture(pixels, file, image.info().kind().mediaType()));
    } catch (PhotoRefused e) {
      // The shape is worth showing without its colours.
      return Optional.empty();
    }
  }

  /// Linear light as 0xRRGGBB in sRGB.
  private static int colour(float[] linear) {
    int colour = 0;
    for (float part : linear) {
      double value = Math.clamp(part, 0, 1);
      double encoded =
          value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
      colour = colour << 8 | (int) Math.round(255 * encoded);
    }
    return colour;
  }
}
