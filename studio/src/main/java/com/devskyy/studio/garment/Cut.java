package com.devskyy.studio.garment;

import java.util.List;

/// A garment as it is to be made.
///
/// @param euler what the finished surface's vertices - edges + triangles must come to
/// @param sheen colour of the cloth's soft rim, `0xRRGGBB`; 0 for none
public record Cut(List<Panel> panels, List<Trimming> trimmings, int euler, int sheen) {
  public Cut {
    panels = List.copyOf(panels);
    trimmings = List.copyOf(trimmings);
  }
}
