package com.devskyy.tasks.model3d;

/// Who makes a model.
public enum Maker {
  /// By setting; else Tripo where there is a key, else the studio.
  AUTO,
  /// Tripo3D, for credits.
  TRIPO,
  /// The studio in the process, for nothing.
  LOCAL
}
