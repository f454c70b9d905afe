package com.devskyy.studio;

import com.devskyy.studio.field.Noise;
import com.devskyy.studio.garment.Fit;
import com.devskyy.studio.garment.Patterns;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import com.devskyy.studio.look.Dress;
import com.devskyy.studio.order.Collection;
import com.devskyy.studio.order.GarmentOrder;
import com.devskyy.studio.order.GarmentType;
import com.devskyy.studio.order.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A tool: makes all 108 garments, checks each, and writes the contact sheets for `docs/studio`:
/// one for each collection and pair of styles, a row for each garment, a column for each view.
/// `GarmentMatrix FOLDER [SHEETS]` leaves every GLB in FOLDER, for a validator.
final class GarmentMatrix {
  private static final int TILE = 192;

  private static final List<List<Style>> PAIRS =
      List.of(List.of(Style.REALISTIC, Style.CARTOON), List.of(Style.ANIME, Style.LOW_POLY));

  private GarmentMatrix() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int bad = 0;
    for (Collection collection : Collection.values()) {
      for (List<Style> pair : PAIRS) {
        List<Pixels> tiles = new ArrayList<>();
        for (GarmentType type : GarmentType.values()) {
          for (Style style : pair) {
            var order = new GarmentOrder(type, collection, style, "", 1);
            Garment garment = new Studio().make(order, Progress.NONE);
            List<String> findings = Acceptance.findings(garment, style, euler(order));
            bad += findings.isEmpty() ? 0 : 1;
            String name = type.word() + "-" + collection + "-" + style.word();
            System.out.printf(
                "%s: %,d triangles, %,d bytes %s%n",
                name, garment.model().triangleCount(), garment.glb().length, findings);
            Files.write(folder.resolve(name + ".glb"), garment.glb());
            for (Preview preview : garment.previews()) {
              tiles.add(preview.pixels().halved().halved());
            }
          }
        }
        if (arguments.length > 1) {
          Path sheets = Files.createDirectories(Path.of(arguments[1]));
          String name =
              "%s-%s-%s.png"
                  .formatted(
                      collection.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                      pair.getFirst().word(),
                      pair.getLast().word());
          Files.write(sheets.resolve(name), Png.encodeIndexed(sheet(tiles)));
        }
      }
    }
    System.out.println(bad + " of 108 with findings");
  }

  static int euler(GarmentOrder order) {
    var fit = new Fit(Dress.of(order), 1, false, new Noise(order.seed()));
    return Patterns.cut(order.type(), fit).euler();
  }

  private static Pixels sheet(List<Pixels> tiles) {
    int down = GarmentType.values().length;
    int across = tiles.size() / down;
    var sheet = new Pixels(across * TILE, down * TILE);
    for (int i = 0; i < tiles.size(); i++) {
      for (int y = 0; y < TILE; y++) {
        System.arraycopy(
            tiles.get(i).argb(),
            y * TILE,
            sheet.argb(),
            (i / across * TILE + y) * sheet.width() + i % across * TILE,
            TILE);
      }
    }
    return sheet;
  }
}
