package com.devskyy.studio.export;

import com.devskyy.studio.mesh.Mesh;
import java.util.List;
import java.util.Map;

/// What is exported and drawn: meshes with their materials, and words about it.
///
/// @param extras go into the file as they are (`asset.extras` in GLB), in their order
public record Model(String name, List<Part> parts, Map<String, String> extras) {
  /// The extra that says who made a file; everything made here says [#LOCAL].
  public static final String PROVIDER = "provider";

  public static final String LOCAL = "local-preview";

  public Model {
    parts = List.copyOf(parts);
  }

  public record Part(Mesh mesh, Material material) {}

  public int triangleCount() {
    return parts.stream().mapToInt(part -> part.mesh.triangleCount()).sum();
  }

  /// Least x, y, z, then greatest x, y, z over all parts.
  public float[] bounds() {
    float[] bounds = parts.getFirst().mesh.bounds();
    for (Part part : parts) {
      float[] more = part.mesh.bounds();
      for (int i = 0; i < 3; i++) {
        bounds[i] = Math.min(bounds[i], more[i]);
        bounds[3 + i] = Math.max(bounds[3 + i], more[3 + i]);
      }
    }
    return bounds;
  }
}
