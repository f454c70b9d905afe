package com.devskyy.studio.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All charts of some shells in one texture, none over another, a gap between any two.
///
/// @param width texels
/// @param height texels
/// @param density texels a metre where a chart faces straight
public record Atlas(int width, int height, double density, List<Place> places) {
  /// Texels kept free around each chart, so that blurred looks take in no neighbour.
  private static final int GAP = 2;

  /// Texels a metre that are enough; more would only cost bytes.
  private static final double MOST = 1600;

  /// The least that any side of the cloth may get, where it faces straight.
  private static final double LEAST = 685;

  private static final int LARGEST = 4096;
  private static final int[][] SIZES = {{1024, 1024}, {2048, 1024}, {2048, 2048}, {LARGEST, 2048}};

  /// A chart's place: texel = factor x metres + shift, in both directions.
  record Place(Chart chart, double factor, double shiftU, double shiftV) {
    double u(int vertex) {
      return factor * chart.u(vertex) + shiftU;
    }

    double v(int vertex) {
      return factor * chart.v(vertex) + shiftV;
    }
  }

  /// Lays the shells' charts out, in the smallest texture that gives them enough.
  ///
  /// @param wish texels a metre outside; the inside gets fewer, but never less than the least
  public static Atlas of(List<Shell> shells, double wish) {
    List<Chart> charts = new ArrayList<>();
    for (Shell shell : shells) {
      charts.addAll(Chart.of(shell));
    }
    double area = 0;
    List<Packer.Item> items = new ArrayList<>();
    for (Chart chart : charts) {
      var item = new Packer.Item(chart, weight(chart.side()));
      items.add(item);
      area += item.area();
    }
    items.sort(Comparator.comparingDouble(Packer.Item::area).reversed());
    for (int[] size : SIZES) {
      double fits = Math.sqrt(0.78 * size[0] * size[1] / area);
      for (double density = Math.min(Math.min(wish, MOST), fits);
          density * weight(Shell.INNER) >= LEAST || size[0] == LARGEST;
          density *= 0.955) {
        var packed = packed(items, size[0], size[1], density);
        if (packed.isPresent()) {
          return packed.get();
        }
      }
    }
    throw new IllegalStateException("charts fit no texture");
  }

  /// Packed, and packed again while triangles of the same chart cover each other: those are taken
  /// out and laid down on their own.
  private static Optional<Atlas> packed(
      List<Packer.Item> items, int width, int height, double density) {
    List<Packer.Item> apart = items;
    while (true) {
      var places = new Packer(width, height, GAP).pack(apart, density);
      if (places.isEmpty()) {
        return Optional.empty();
      }
      var mended = Overlaps.mended(places.get(), width);
      if (mended.isEmpty()) {
        return Optional.of(new Atlas(width, height, density, places.get()));
      }
      apart =
          mended.get().stream().map(chart -> new Packer.Item(chart, weight(chart.side()))).toList();
    }
  }

  /// Visits what lies in the texture.
  public interface Visitor {
    void triangle(Shell shell, int triangle);

    /// A texel whose middle lies in the triangle visited last.
    ///
    /// @param b weight of the triangle's second corner
    /// @param c weight of its third; the first has the rest
    void texel(int x, int y, double b, double c);
  }

  public void visit(Visitor visitor) {
    for (Place place : places) {
      int[] corners = place.chart.shell().triangles();
      for (int t : place.chart.triangles()) {
        visitor.triangle(place.chart.shell(), t);
        texels(place, corners[3 * t], corners[3 * t + 1], corners[3 * t + 2], visitor);
      }
    }
  }

  /// Half a texel around a triangle belongs to it too: what is only touched must not stay empty.
  private void texels(Place place, int a, int b, int c, Visitor visitor) {
    double ax = place.u(a);
    double ay = place.v(a);
    double bx = place.u(b) - ax;
    double by = place.v(b) - ay;
    double cx = place.u(c) - ax;
    double cy = place.v(c) - ay;
    double area = bx * cy - by * cx;
    double slack = 0.5 / Math.abs(area);
    double slackB = -slack * (Math.abs(cx) + Math.abs(cy));
    double slackC = -slack * (Math.abs(bx) + Math.abs(by));
    double slackA = -slack * (Math.abs(bx - cx) + Math.abs(by - cy));
    int top = (int) Math.floor(ay + Math.min(0, Math.min(by, cy)) - 0.5);
    int bottom = (int) Math.ceil(ay + Math.max(0, Math.max(by, cy)) - 0.5);
    int left = (int) Math.floor(ax + Math.min(0, Math.min(bx, cx)) - 0.5);
    int right = (int) Math.ceil(ax + Math.max(0, Math.max(bx, cx)) - 0.5);
    for (int y = Math.max(0, top); y <= Math.min(height - 1, bottom); y++) {
      double py = y + 0.5 - ay;
      for (int x = Math.max(0, left); x <= Math.min(width - 1, right); x++) {
        double px = x + 0.5 - ax;
        double wb = (px * cy - py * cx) / area;
        double wc = (py * bx - px * by) / area;
        if (wb >= slackB && wc >= slackC && 1 - wb - wc >= slackA) {
          visitor.texel(x, y, wb, wc);
        }
      }
    }
  }

  /// The shells as one mesh with their places in the texture.
  ///
  /// @param faceted every triangle flat, with corners of its own
  public Mesh mesh(boolean faceted) {
    var builder = new MeshBuilder(width, height, faceted);
    places.forEach(builder::add);
    return builder.mesh();
  }

  private static double weight(byte side) {
    return side == Shell.OUTER ? 1 : 0.78;
  }
}
