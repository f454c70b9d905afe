package com.devskyy.studio.tryon;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.photo.Cutout;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Fill;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.tryon.Landmarks.Mark;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A preview of a garment on a person. Immutable; threads may share it.
///
/// @param picture the preview, as large as the model photo but no side over 1,296 pixels
/// @param png the same as a file; its text chunk `provider` says `local-preview`
/// @param landmarks the body's, in pixels of the picture: given or found
@SuppressWarnings("ArrayRecordComponent") // A file passed on, never compared.
public record TryOn(Photo picture, byte[] png, Landmarks landmarks) {
  /// How much of the worn top's folds and shades the new garment takes over.
  private static final double SHADING = 0.6;

  /// Lays a garment onto a person.
  ///
  /// @param model the person from the front, whole, on a plain background, arms off the body
  /// @param garment the garment alone on a plain background, from the front
  /// @param landmarks in pixels of the model photo; empty to find them from the outline
  /// @param seed for the grain of what is filled in; same photos and seed, same bytes
  /// @throws PhotoRefused if a photo cannot be used, naming which, why, and what would do
  public static TryOn make(
      Photo model, Photo garment, Category category, Optional<Landmarks> landmarks, long seed) {
    Cutout person = cut("model photo", model);
    Cutout cloth = cut("garment photo", garment);
    double factor = (double) person.photo().width() / model.width();
    Photo photo = person.photo();
    var outline = new Outline(person.subject(), photo.width(), photo.height());
    Landmarks body =
        landmarks
            .map(given -> facing(given.scaled(factor), photo, outline))
            .orElseGet(() -> BodyFinder.find(person));
    GarmentShape shape = GarmentShape.of(cloth, category);
    var worn = new Worn(photo, outline.covered, body);
    var fit = new Fit(shape, category, body, outline, worn);
    Photo picture =
        new Painter(photo, body, outline, worn, fit, category).paint(cloth, shape, seed);
    byte[] png = Png.encode(new Pixels(picture.width(), picture.height(), picture.pixels()));
    byte[] marked =
        PngText.with(
            png,
            Map.of(
                "provider", "local-preview",
                "Description", "Try-on preview made by DevSkyy from two photos; not a photograph"));
    return new TryOn(picture, marked, body);
  }

  /// Marks say where a body is, not that a garment's front can be laid on it.
  private static Landmarks facing(Landmarks given, Photo photo, Outline outline) {
    Collar.refuseTurned(
        photo, outline, given.at(Mark.NECK_LEFT), given.at(Mark.NECK_RIGHT), given.tall());
    return given;
  }

  private static Cutout cut(String which, Photo photo) {
    try {
      return Cutout.of(photo);
    } catch (PhotoRefused e) {
      throw e.about(which);
    }
  }

  /// Composes the layers.
  private record Painter(
      Photo photo, Landmarks body, Outline outline, Worn worn, Fit fit, Category category) {
    Photo paint(Cutout cloth, GarmentShape shape, long seed) {
      int width = photo.width();
      int height = photo.height();
      var undressed = new Undressed(photo, body, outline, worn, fit, category);
      Layer out = undressed.make(seed);
      var drape = new Drape(cloth.picture(), shape, fit, width, height);
      Plane light = light(undressed.removed());
      if (category.coversTorso()) {
        out.lay(drape.inside(), behindPerson());
      }
      Layer trunk = drape.trunk();
      trunk.light(light);
      shadow(out, trunk);
      out.lay(trunk, all());
      if (category != Category.BOTTOMS) {
        out.lay(Layer.of(photo), arms(undressed.removed()));
      }
      for (Layer limb : drape.limbs()) {
        limb.light(light);
        shadow(out, limb);
        out.lay(limb, all());
      }
      out.lay(Layer.of(photo), before());
      return out.photo();
    }

    private Plane all() {
      var all = new Plane(photo.width(), photo.height());
      Arrays.fill(all.at, 1);
      return all;
    }

    private Plane soft(boolean[] set) {
      return Plane.of(set, photo.width(), photo.height()).blurred(0.7);
    }

    /// The collar's inside is seen beside the neck only.
    private Plane behindPerson() {
      Plane share = soft(worn.is(Worn.SKIN, Worn.KEPT, Worn.HAIR));
      for (int i = 0; i < share.at.length; i++) {
        share.at[i] = 1 - share.at[i];
      }
      return share;
    }

    /// Bare forearms and hands, which hang before the trunk of a wide garment.
    private Plane arms(boolean[] removed) {
      Plane away = Distances.to(removed, photo.width(), photo.height());
      boolean[] skin = worn.is(Worn.SKIN);
      int width = photo.width();
      double chest = body.at(Mark.ARMPIT_LEFT).y();
      double left = body.at(Mark.ARMPIT_LEFT).x();
      double right = body.at(Mark.ARMPIT_RIGHT).x();
      double crotch = body.at(Mark.CROTCH).y();
      for (int i = 0; i < skin.length; i++) {
        int x = i % width;
        int y = i / width;
        boolean leg = y > crotch + 0.12 * body.span();
        boolean bare = away.at[i] > 0.015 * body.span();
        skin[i] &= bare && y > chest && !leg && (x < left || x > right);
      }
      return soft(skin);
    }

    /// What hangs before the whole garment: head, hair; over bottoms also the top and the hands.
    private Plane before() {
      int width = photo.width();
      boolean[] front =
          category == Category.BOTTOMS ? worn.is(Worn.TOP, Worn.HAIR) : worn.is(Worn.HAIR);
      boolean[] skin = worn.is(Worn.SKIN);
      double neck = body.neck().y();
      double crotch = body.at(Mark.CROTCH).y() + 0.12 * body.span();
      double hipLeft = body.at(Mark.HIP_LEFT).x();
      double hipRight = body.at(Mark.HIP_RIGHT).x();
      for (int i = 0; i < front.length; i++) {
        int x = i % width;
        int y = i / width;
        front[i] |= worn.label[i] == Worn.KEPT && y < neck + 0.03 * body.span();
        front[i] |=
            category == Category.BOTTOMS && skin[i] && y < crotch && (x < hipLeft || x > hipRight);
      }
      return soft(front);
    }

    /// The garment's shadow on what lies under it, close to its edge.
    private void shadow(Layer out, Layer garment) {
      double reach = 0.008 * body.span();
      Plane soft = garment.coverage().copy().blurred(reach);
      int drop = (int) Math.round(0.6 * reach);
      var factor = new Plane(out.width, out.height);
      for (int y = 0; y < out.height; y++) {
        for (int x = 0; x < out.width; x++) {
          int i = y * out.width + x;
          double depth = outline.covered[i] ? 0.38 : 0.1;
          factor.at[i] = (float) (1 - depth * soft.get(x, y - drop));
        }
      }
      out.light(factor);
    }

    /// How the light falls on the clothes that were worn: 1 where it is usual.
    private Plane light(boolean[] removed) {
      int width = photo.width();
      int height = photo.height();
      Plane level = photo.channel(8).blurred(0.009 * body.span());
      var ratio = new Plane(width, height);
      boolean[] known = new boolean[removed.length];
      for (byte kind : new byte[] {Worn.TOP, Worn.BOTTOM}) {
        boolean[] cloth = worn.is(kind);
        for (int i = 0; i < cloth.length; i++) {
          cloth[i] &= removed[i];
        }
        cloth = Distances.shrunk(cloth, width, height, 3);
        float usual = level.median(cloth, 1);
        // Dark cloth hides its folds in noise; its light is trusted less.
        double trust = SHADING * Math.clamp((usual - 18) / 60, 0.0, 1.0);
        for (int i = 0; i < cloth.length; i++) {
          if (cloth[i]) {
            known[i] = true;
            double here = Math.clamp((level.at[i] + 6) / (usual + 6), 0.6, 1.3);
            ratio.at[i] = (float) (1 + trust * (here - 1));
          }
        }
      }
      // Far from any worn cloth the light is the usual one.
      var weight = new Plane(width, height);
      for (int i = 0; i < known.length; i++) {
        weight.at[i] = known[i] ? 1 : 1e-3f;
        ratio.at[i] = known[i] ? ratio.at[i] : 1;
      }
      Plane out = Fill.of(ratio, weight);
      return out.blurred(1.5);
    }
  }
}
