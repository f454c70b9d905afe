package com.devskyy.providers.tripo;

/// Formats a finished GLB can be converted to.
public enum TripoFormat {
  GLTF,
  USDZ,
  FBX,
  OBJ,
  STL
}
