package com.devskyy.studio;

import com.devskyy.studio.export.Glb;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Obj;
import com.devskyy.studio.export.Stl;
import com.devskyy.studio.export.Usdz;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /// As producers spell it, for example `usdz`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The format so spelt.
  ///
  /// @throws IllegalArgumentException with what is allowed
  public static Format of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                        .map(Format::word)
                        .collect(
                            Collectors.joining(
                                ", ", "format must be one of ", "; was \"" + word + "\""))));
  }
}
