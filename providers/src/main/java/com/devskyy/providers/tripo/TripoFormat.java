package com.devskyy.providers.tripo;

/// Formats a finished GLB can be converted to.
public enum TripoFormat {
  USDZ,
  FBX,
  OBJ,
  STL
}
