/// Triangles: the [Mesh] that is drawn and written, and the way to it from a field:
/// [SurfaceNets], [Trim], [Simplify], [Thicken], then the texture [Atlas]. [Topology] tells
/// whether a mesh is closed and manifold. Depends on `field` alone. All of it is deterministic
/// and single-threaded.
@NullMarked
package com.devskyy.studio.mesh;

import org.jspecify.annotations.NullMarked;
