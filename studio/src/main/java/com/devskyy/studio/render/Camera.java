package com.devskyy.studio.render;

import com.devskyy.studio.export.Model;

/// A long lens that looks at a model's middle and fills the picture with it, but for a margin.
final class Camera {
  /// Distance in model sizes: far enough that nothing looks bulged.
  private static final double DISTANCE = 3.2;

  private static final double MARGIN = 0.07;

  private final double cosYaw;
  private final double sinYaw;
  private final double cosPitch;
  private final double sinPitch;
  private final double[] middle = new double[3];
  private final double distance;
  private double scale = 1;
  private double shiftX;
  private double shiftY;

  Camera(Model model, View view, int width, int height) {
    cosYaw = Math.cos(Math.toRadians(view.yaw()));
    sinYaw = Math.sin(Math.toRadians(view.yaw()));
    cosPitch = Math.cos(Math.toRadians(view.pitch()));
    sinPitch = Math.sin(Math.toRadians(view.pitch()));
    float[] bounds = model.bounds();
    double size = 0;
    for (int i = 0; i < 3; i++) {
      middle[i] = (bounds[i] + bounds[3 + i]) / 2;
      size = Math.max(size, bounds[3 + i] - bounds[i]);
    }
    distance = DISTANCE * size;
    fit(model, width, height);
  }

  private void fit(Model model, int width, int height) {
    double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
    double[] most = {-Double.MAX_VALUE, -Double.MAX_VALUE};
    double[] at = new double[3];
    for (Model.Part part : model.parts()) {
      float[] positions = part.mesh().positions();
      for (int i = 0; i < positions.length; i += 3) {
        turn(positions[i], positions[i + 1], positions[i + 2], at);
        project(at);
        for (int axis = 0; axis < 2; axis++) {
          least[axis] = Math.min(least[axis], at[axis]);
          most[axis] = Math.max(most[axis], at[axis]);
        }
      }
    }
    double room = 1 - 2 * MARGIN;
    scale = Math.min(room * width / (most[0] - least[0]), room * height / (most[1] - least[1]));
    shiftX = width / 2.0 - scale * (least[0] + most[0]) / 2;
    shiftY = height / 2.0 - scale * (least[1] + most[1]) / 2;
  }

  /// Into the camera's axes: x to the right, y up, z towards it; its place is at z = distance.
  void turn(double x, double y, double z, double[] out) {
    double px = x - middle[0];
    double py = y - middle[1];
    double pz = z - middle[2];
    turnDirection(px, py, pz, out);
  }

  void turnDirection(double px, double py, double pz, double[] out) {
    double rx = px * cosYaw - pz * sinYaw;
    double rz = px * sinYaw + pz * cosYaw;
    out[0] = rx;
    out[1] = py * cosPitch - rz * sinPitch;
    out[2] = py * sinPitch + rz * cosPitch;
  }

  /// From the camera's axes to pixels; z becomes 1 / distance, which is linear on the screen.
  void project(double[] at) {
    double nearness = distance / (distance - at[2]);
    at[0] = at[0] * nearness * scale + shiftX;
    at[1] = -at[1] * nearness * scale + shiftY;
    at[2] = nearness;
  }
}
