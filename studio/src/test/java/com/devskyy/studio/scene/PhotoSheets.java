package com.devskyy.studio.scene;

import com.devskyy.studio.Preview;
import com.devskyy.studio.Progress;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoModel;
import com.devskyy.studio.tryon.Category;
import com.devskyy.studio.tryon.TryOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes the example pictures of the note on photos into a folder. Run by hand.
public final class PhotoSheets {
  private static final Backdrop.Plain PAPER = new Backdrop.Plain(0xe6e6e9, 14, 10, 0.22, 1.2, 0.95);

  private PhotoSheets() {}

  /// @param args the folder
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    Files.write(folder.resolve("try-on.jpg"), Backdrop.jpeg(tryOns(), 0.84f));
    Files.write(folder.resolve("photo-to-3d.jpg"), Backdrop.jpeg(models(), 0.84f));
  }

  private static Photo tryOns() {
    Photo gray = figure(Wardrobe.inGray());
    Photo red = figure(Wardrobe.inRed());
    Photo shorts = figure(Wardrobe.inShorts());
    List<Photo> cells = new ArrayList<>();
    row(cells, gray, Wardrobe.roseTee(), Category.TOPS);
    row(cells, red, Wardrobe.whiteTee(), Category.TOPS);
    row(cells, shorts, Wardrobe.sweater(), Category.TOPS);
    row(cells, gray, Wardrobe.dress(), Category.ONE_PIECES);
    row(cells, red, Wardrobe.shorts(), Category.BOTTOMS);
    row(cells, shorts, Wardrobe.trousers(), Category.BOTTOMS);
    return sheet(cells, 6, 330, 500);
  }

  private static void row(List<Photo> cells, Photo model, Garment garment, Category category) {
    Photo product = product(garment, 640);
    cells.add(model);
    cells.add(product.fit(330));
    cells.add(TryOn.make(model, product, category, Optional.empty(), 1).picture());
  }

  private static Photo figure(Figure figure) {
    return Backdrop.plain(figure.shoot(Figure.camera(360, 540, 0)), PAPER, 4);
  }

  private static Photo product(Garment garment, int size) {
    return Backdrop.plain(garment.shoot(garment.camera(size, size, 0)), PAPER, 5);
  }

  private static Photo models() {
    List<Photo> cells = new ArrayList<>();
    for (Garment garment :
        List.of(Wardrobe.roseTee(), Wardrobe.stripedTank(), Wardrobe.trousers())) {
      Photo product = product(garment, 720);
      cells.add(product.fit(300));
      for (Preview preview : PhotoModel.make(product, 1, Progress.NONE).previews()) {
        Pixels pixels = preview.pixels();
        cells.add(Photo.of(pixels.width(), pixels.height(), pixels.argb()).fit(300));
      }
    }
    return sheet(cells, 4, 300, 300);
  }

  /// Cells in rows, each cut to the size around its middle.
  private static Photo sheet(List<Photo> cells, int columns, int width, int height) {
    int rows = (cells.size() + columns - 1) / columns;
    int[] argb = new int[columns * width * rows * height];
    Arrays.fill(argb, 0xffe6e6e9);
    for (int k = 0; k < cells.size(); k++) {
      Photo cell = cells.get(k);
      int dx = (cell.width() - width) / 2;
      int dy = (cell.height() - height) / 2;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int sx = x + dx;
          int sy = y + dy;
          if (sx >= 0 && sy >= 0 && sx < cell.width() && sy < cell.height()) {
            int at = ((k / columns) * height + y) * columns * width + (k % columns) * width + x;
            argb[at] = cell.argb(sx, sy);
          }
        }
      }
    }
    return Photo.of(columns * width, rows * height, argb);
  }
}
