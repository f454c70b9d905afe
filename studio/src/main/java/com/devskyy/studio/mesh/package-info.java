/// Triangles: the indexed [Mesh], meshing of a field ([SurfaceNets]), trimming, thickening,
/// simplification and the texture atlas, and the check that a mesh is closed and manifold
/// ([Topology]). Depends on `field` alone. All of it is deterministic and single-threaded.
@NullMarked
package com.devskyy.studio.mesh;

import org.jspecify.annotations.NullMarked;
