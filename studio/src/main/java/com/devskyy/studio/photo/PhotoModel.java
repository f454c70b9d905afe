package com.devskyy.studio.photo;

import com.devskyy.studio.Garment;
import com.devskyy.studio.Progress;
import com.devskyy.studio.Studio;
import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.export.Texture;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Mesh;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Plane;
import java.util.List;
import java.util.Map;

/// A garment in 3D from one photo of its front.
public final class PhotoModel {
  /// Longer side of the garment in metres: a photo does not tell its size.
  private static final double SIZE = 0.7;

  /// Longer side of the photo as worked on: about what the texture can show.
  private static final int PIXELS = 900;

  /// Longer side of the garment in texels.
  private static final int TEXELS = 720;

  /// Triangles that front and back together are given; the wall along the outline adds a third.
  private static final double TRIANGLES = 15_000;

  /// How far inside the outline the wall begins, as a share of the longer side.
  private static final double INSET = 0.012;

  private static final int MARGIN = 4;
  private static final float QUALITY = 0.86f;

  private PhotoModel() {}

  /// Cuts the garment out of its photo and makes a closed mesh of at most 30,000 triangles: the
  /// photo on its front, on its back the same cloth without the front's print.
  ///
  /// @param seed for the cloth's grain; the same photo and seed give the same bytes
  /// @throws PhotoRefused if the photo cannot be cut out, or the garment reaches beyond it
  public static Garment make(Photo photo, long seed, Progress progress) {
    progress.at(0, "cutting out");
    Cutout cutout = Cutout.of(photo.fit(PIXELS));
    if (cutout.isCropped()) {
      throw new PhotoRefused(
          Reason.CROPPED,
          "garment reaches the edge of the photo",
          "use a photo that shows all of it with background all around");
    }
    progress.at(0.3, "modelling");
    Photo picture = trimmed(cutout);
    int width = picture.width();
    int height = picture.height();
    boolean[] subject = new boolean[width * height];
    int area = 0;
    for (int i = 0; i < subject.length; i++) {
      subject[i] = picture.argb(i % width, i / width) >>> 24 >= 128;
      area += subject[i] ? 1 : 0;
    }
    Plane distance = Distances.signed(subject, width, height).blurred(1.2);
    double longer = Math.max(width, height);
    double inset = INSET * longer;
    double cell = Math.sqrt(4.0 * area / TRIANGLES);
    var puffed = new Puffed(distance, inset, cell, SIZE / longer);
    Mesh mesh = puffed.mesh();
    progress.at(0.5, "painting");
    Pixels texture = new Skin(picture, distance, inset, seed).paint(puffed);
    byte[] file = Jpeg.encode(texture, QUALITY);
    var material = Material.matt("photo", new Texture(texture, file, "image/jpeg"));
    var model =
        new Model(
            "garment",
            List.of(new Model.Part(mesh, material)),
            Map.of(Model.PROVIDER, Model.LOCAL));
    return Studio.finish(model, progress);
  }

  /// The garment with a narrow margin, its longer side [#TEXELS] at most.
  private static Photo trimmed(Cutout cutout) {
    Cutout.Bounds b = cutout.bounds();
    int width = b.width() + 2 * MARGIN;
    int height = b.height() + 2 * MARGIN;
    Photo from = cutout.picture();
    int[] out = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sx = Math.clamp(b.left() - MARGIN + x, 0, from.width() - 1);
        int sy = Math.clamp(b.top() - MARGIN + y, 0, from.height() - 1);
        boolean rim = x == 0 || y == 0 || x == width - 1 || y == height - 1;
        out[y * width + x] = rim ? from.argb(sx, sy) & 0xffffff : from.argb(sx, sy);
      }
    }
    return Photo.of(width, height, out).fit(TEXELS);
  }
}
