package com.devskyy.studio.render;

/// From where a model is looked at.
///
/// @param name also the last part of a preview's file name
/// @param yaw degrees to the model's left; 0 looks at its front
/// @param pitch degrees from above
public record View(String name, double yaw, double pitch) {
  public static final View FRONT = new View("front", 0, 6);
  public static final View THREE_QUARTER = new View("three-quarter", 36, 12);
  public static final View BACK = new View("back", 180, 6);
}
