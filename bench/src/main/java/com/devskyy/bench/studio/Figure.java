package com.devskyy.bench.studio;

/// What is measured of a garment.
enum Figure {
  COLD("cold, s"),
  WARM("warm, CPU s"),
  MEGABYTES("most memory, MB"),
  TRIANGLES("triangles"),
  KILOBYTES("GLB, KB");

  private final String title;

  Figure(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
