package com.devskyy.studio;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Texture;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The measures of a model.
///
/// @param textures `width x height` of each texture
/// @param bytes of the GLB
public record Figures(int triangles, int vertices, List<String> textures, int bytes) {
  public static Figures of(Model model, byte[] glb) {
    List<String> textures =
        model.parts().stream()
            .map(Model.Part::material)
            .flatMap(Figures::textures)
            .map(each -> each.pixels().width() + " x " + each.pixels().height())
            .toList();
    int vertices = model.parts().stream().mapToInt(part -> part.mesh().vertexCount()).sum();
    return new Figures(model.triangleCount(), vertices, textures, glb.length);
  }

  private static Stream<Texture> textures(Material material) {
    return Stream.of(material.baseColour(), material.normal(), material.surface())
        .filter(Objects::nonNull);
  }
}
