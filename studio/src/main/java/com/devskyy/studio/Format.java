package com.devskyy.studio;

import com.devskyy.studio.export.Glb;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Obj;
import com.devskyy.studio.export.Stl;
import com.devskyy.studio.export.Usdz;
import java.util.function.Function;

/// What a model can be written as. All formats have the same mesh.
public enum Format {
  GLB("glb", "model/gltf-binary", Glb::write),
  /// OBJ, MTL and textures in one archive.
  OBJ("obj.zip", "application/zip", Obj::zip),
  /// Millimetres, z up, no colours.
  STL("stl", "model/stl", Stl::write),
  USDZ("usdz", "model/vnd.usdz+zip", Usdz::write);

  private final String suffix;
  private final String mediaType;

  @SuppressWarnings("ImmutableEnumChecker") // Method references of stateless classes.
  private final Function<Model, byte[]> writer;

  Format(String suffix, String mediaType, Function<Model, byte[]> writer) {
    this.suffix = suffix;
    this.mediaType = mediaType;
    this.writer = writer;
  }

  public byte[] write(Model model) {
    return writer.apply(model);
  }

  /// Of a file's name, without the dot.
  public String suffix() {
    return suffix;
  }

  public String mediaType() {
    return mediaType;
  }
}
