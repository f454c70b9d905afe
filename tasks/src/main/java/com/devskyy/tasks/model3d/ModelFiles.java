package com.devskyy.tasks.model3d;

import com.devskyy.engine.TaskContext;
import com.devskyy.providers.asset.Glb;
import com.devskyy.providers.asset.GlbCompactor;
import com.devskyy.providers.asset.GlbNodes;
import com.devskyy.providers.asset.ImageInfo;
import com.devskyy.providers.asset.InvalidAssetException;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Checks, measures and keeps what a maker delivered, whoever it was.
///
/// @param shelf where it is kept
/// @param drawer draws a model of which there is no picture; empty where it cannot
/// @param compactor makes one smaller
record ModelFiles(
    Shelf shelf,
    Function<Glb, Optional<byte[]>> drawer,
    Function<Glb, GlbCompactor.Compacted> compactor) {
  ModelFiles(Shelf shelf) {
    this(shelf, GlbPreview::draw, GlbCompactor::compact);
  }

  /// A checked model that is kept, with what was taken out of it.
  ///
  /// @param others further files, in order
  /// @param delivered what it measured before it was optimised, where that was asked for
  record Kept(
      Shelf.Kept glb,
      Optional<Shelf.Kept> texture,
      Optional<Shelf.Kept> preview,
      List<Shelf.Kept> others,
      long triangles,
      long vertices,
      List<Model3d.Texture> textures,
      Optional<Model3d.Measures> delivered,
      List<String> warnings) {
    /// All files, the GLB first.
    List<Shelf.Kept> files() {
      List<Shelf.Kept> files = new ArrayList<>(List.of(glb));
      preview.ifPresent(files::add);
      texture.ifPresent(files::add);
      files.addAll(others);
      return files;
    }
  }

  /// A picture of a model.
  ///
  /// @param view from where; part of its file's name
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Picture(String view, byte[] bytes) {}

  /// Keeps a model.
  ///
  /// @param name of its files, without an ending
  /// @param pictures of it, the one to show first
  /// @param optimise whether it is made smaller first, see [GlbCompactor]
  /// @throws InvalidAssetException when it is no sound GLB
  Kept keep(
      TaskContext context, String name, byte[] delivered, List<Picture> pictures, boolean optimise)
      throws IOException, InvalidAssetException {
    Glb model = Glb.read(delivered);
    List<String> warnings = new ArrayList<>();
    GlbNodes.fault(model)
        .ifPresent(
            fault ->
                warnings.add(
                    "the model's nodes are no trees, as glTF wants them: %s; programs may refuse the file"
                            .formatted(fault)
                        + " or hang on it: have it made again, or mend it in a 3D editor"));
    Optional<Model3d.Measures> before = Optional.empty();
    if (optimise) {
      before =
          Optional.of(new Model3d.Measures(model.triangles(), model.vertices(), delivered.length));
      model = smaller(model, warnings);
    }
    Shelf.Kept glb = shelf.keep(context, name + ".glb", Glb.MEDIA_TYPE, model.bytes());
    Optional<Shelf.Kept> texture = Optional.empty();
    if (model.baseColour().isPresent()) {
      Glb.Texture colour = model.baseColour().get();
      texture = Optional.of(image(context, name + "-texture", colour.info(), model.image(colour)));
    } else {
      warnings.add("the model has no texture");
    }
    List<Shelf.Kept> kept = new ArrayList<>();
    for (Picture picture : pictures) {
      Optional<ImageInfo> info = ImageInfo.of(picture.bytes());
      if (info.isPresent()) {
        kept.add(image(context, name + "-" + picture.view(), info.get(), picture.bytes()));
      }
    }
    if (kept.isEmpty()) {
      Optional<byte[]> drawn = drawn(model, warnings);
      if (drawn.isPresent()) {
        kept.add(shelf.keep(context, name + "-preview.png", "image/png", drawn.get()));
      }
    }
    return new Kept(
        glb,
        texture,
        kept.stream().findFirst(),
        kept.stream().skip(1).toList(),
        model.triangles(),
        model.vertices(),
        model.textures().stream().map(ModelFiles::measures).toList(),
        before,
        warnings);
  }

  /// A model that was paid for is not lost because it cannot be made smaller, whyever that is.
  private Glb smaller(Glb model, List<String> warnings) {
    try {
      GlbCompactor.Compacted compacted = compactor.apply(model);
      warnings.addAll(compacted.warnings());
      return compacted.glb();
    } catch (RuntimeException e) {
      warnings.add("the GLB is not optimised, which failed: " + e);
      return model;
    }
  }

  /// A model that was paid for is not lost because it cannot be drawn, whyever that is.
  private Optional<byte[]> drawn(Glb model, List<String> warnings) {
    Optional<byte[]> drawn = Optional.empty();
    String why = "";
    try {
      drawn = drawer.apply(model);
    } catch (RuntimeException e) {
      why = ": " + e;
    }
    if (drawn.isEmpty()) {
      warnings.add("there is no preview, and none could be drawn of this file" + why);
    }
    return drawn;
  }

  private Shelf.Kept image(TaskContext context, String name, ImageInfo info, byte[] bytes)
      throws IOException {
    return shelf.keep(
        context, name + "." + info.kind().extension(), info.kind().mediaType(), bytes);
  }

  private static Model3d.Texture measures(Glb.Texture texture) {
    ImageInfo info = texture.info();
    return new Model3d.Texture(
        info.kind().mediaType(), info.width(), info.height(), texture.bytes());
  }
}
