package com.devskyy.studio.garment;

import java.util.List;

/// A garment as it is to be made.
///
/// @param euler what the finished surface's vertices - edges + triangles must come to
/// @param sheen how strongly the cloth's nap shines at its rim; 0 for none, 1 for velvet
public record Cut(List<Panel> panels, List<Trimming> trimmings, int euler, double sheen) {
  public Cut {
    panels = List.copyOf(panels);
    trimmings = List.copyOf(trimmings);
  }
}
