package com.devskyy.studio.scene;

/// A solid as a distance function in metres: negative inside. x to the right as the camera sees it,
/// y up, z towards the camera.
@FunctionalInterface
interface Solid {
  double distance(double x, double y, double z);

  /// Two balls and what lies between them.
  static Solid limb(double[] a, double[] b, double ra, double rb) {
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double dz = b[2] - a[2];
    double square = dx * dx + dy * dy + dz * dz;
    return (x, y, z) -> {
      double px = x - a[0];
      double py = y - a[1];
      double pz = z - a[2];
      double t = Math.clamp((px * dx + py * dy + pz * dz) / square, 0.0, 1.0);
      double qx = px - t * dx;
      double qy = py - t * dy;
      double qz = pz - t * dz;
      return Math.sqrt(qx * qx + qy * qy + qz * qz) - (ra + (rb - ra) * t);
    };
  }

  static Solid ellipsoid(double cx, double cy, double cz, double rx, double ry, double rz) {
    return (x, y, z) -> {
      double px = (x - cx) / rx;
      double py = (y - cy) / ry;
      double pz = (z - cz) / rz;
      double k0 = Math.sqrt(px * px + py * py + pz * pz);
      double qx = px / rx;
      double qy = py / ry;
      double qz = pz / rz;
      double k1 = Math.sqrt(qx * qx + qy * qy + qz * qz);
      return k1 < 1e-9 ? -Math.min(rx, Math.min(ry, rz)) : k0 * (k0 - 1) / k1;
    };
  }

  /// What lies in the direction of the normal from the place is cut away.
  default Solid cut(double px, double py, double pz, double nx, double ny, double nz) {
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    return (x, y, z) ->
        Math.max(distance(x, y, z), ((x - px) * nx + (y - py) * ny + (z - pz) * nz) / length);
  }

  default Solid minus(Solid other) {
    return (x, y, z) -> Math.max(distance(x, y, z), -other.distance(x, y, z));
  }

  default Solid grown(double by) {
    return (x, y, z) -> distance(x, y, z) - by;
  }

  /// Only a wall of this thickness is left.
  default Solid hollow(double thickness) {
    return (x, y, z) -> {
      double d = distance(x, y, z);
      return Math.max(d, -d - thickness);
    };
  }

  /// Joined with a fillet of radius `k`.
  static Solid blend(double k, Solid... parts) {
    return (x, y, z) -> {
      double d = parts[0].distance(x, y, z);
      for (int i = 1; i < parts.length; i++) {
        double other = parts[i].distance(x, y, z);
        double h = Math.max(k - Math.abs(d - other), 0) / k;
        d = Math.min(d, other) - h * h * k / 4;
      }
      return d;
    };
  }
}
