package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.raster.Plane;

/// A picture to be laid over others: three colours with alpha multiplied in, levels 0 to 255, and
/// alpha from 0 to 1.
final class Layer {
  final int width;
  final int height;
  final float[] colour;
  final float[] alpha;

  Layer(int width, int height) {
    this.width = width;
    this.height = height;
    colour = new float[3 * width * height];
    alpha = new float[width * height];
  }

  static Layer of(Photo photo) {
    var layer = new Layer(photo.width(), photo.height());
    int[] argb = photo.pixels();
    for (int i = 0; i < argb.length; i++) {
      float a = (argb[i] >>> 24) / 255f;
      layer.alpha[i] = a;
      for (int c = 0; c < 3; c++) {
        layer.colour[3 * i + c] = a * (argb[i] >> (16 - 8 * c) & 0xff);
      }
    }
    return layer;
  }

  /// Colours from three planes, all opaque.
  static Layer of(Plane[] rgb) {
    var layer = new Layer(rgb[0].width, rgb[0].height);
    for (int i = 0; i < layer.alpha.length; i++) {
      layer.alpha[i] = 1;
      for (int c = 0; c < 3; c++) {
        layer.colour[3 * i + c] = rgb[c].at[i];
      }
    }
    return layer;
  }

  /// Lays another over this one, weakened by a share from 0 to 1 at each pixel.
  void lay(Layer front, Plane share) {
    for (int i = 0; i < alpha.length; i++) {
      float s = share.at[i];
      if (s > 0) {
        float rest = 1 - s * front.alpha[i];
        alpha[i] = s * front.alpha[i] + alpha[i] * rest;
        for (int c = 0; c < 3; c++) {
          colour[3 * i + c] = s * front.colour[3 * i + c] + colour[3 * i + c] * rest;
        }
      }
    }
  }

  /// Makes every colour darker or brighter by its factor.
  void light(Plane factor) {
    for (int i = 0; i < alpha.length; i++) {
      for (int c = 0; c < 3; c++) {
        colour[3 * i + c] = Math.min(255 * alpha[i], colour[3 * i + c] * factor.at[i]);
      }
    }
  }

  Plane coverage() {
    return new Plane(width, height, alpha);
  }

  /// As an opaque photo.
  Photo photo() {
    int[] argb = new int[alpha.length];
    for (int i = 0; i < argb.length; i++) {
      int out = 255;
      for (int c = 0; c < 3; c++) {
        out = out << 8 | Math.clamp(Math.round(colour[3 * i + c]), 0, 255);
      }
      argb[i] = out;
    }
    return Photo.of(width, height, argb);
  }
}
