package com.devskyy.studio.mesh;

/// A box that holds a body: least and greatest x, y, z.
public record Box(double x0, double y0, double z0, double x1, double y1, double z1) {}
