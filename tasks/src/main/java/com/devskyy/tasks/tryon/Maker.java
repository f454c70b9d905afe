package com.devskyy.tasks.tryon;

/// Who makes a picture.
public enum Maker {
  /// By setting; else FASHN where there is a key, else the studio.
  AUTO,
  /// FASHN, for credits.
  FASHN,
  /// The studio in the process, for nothing.
  LOCAL
}
