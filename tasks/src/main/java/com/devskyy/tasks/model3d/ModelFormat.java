package com.devskyy.tasks.model3d;

import java.util.Locale;

/// Formats a model is given in.
public enum ModelFormat {
  GLB("model/gltf-binary"),
  USDZ("model/vnd.usdz+zip"),
  FBX("application/octet-stream"),
  OBJ("model/obj"),
  STL("model/stl");

  private final String mediaType;

  ModelFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /// The spelling in JSON, and how names of such files end.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
