package com.devskyy.studio.render;

import com.devskyy.studio.export.Material;
import com.devskyy.studio.export.Model;
import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.mesh.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model as one view sees it: its vertices on the screen, its shadows, and the shade of a sample.
final class Scene {
  /// @param normalMap at half its size, where weaves have evened out: they are finer than pixels
  @SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
  private record Actor(
      Mesh mesh,
      Material material,
      Optional<Pixels> normalMap,
      float[] turned,
      float[] screen,
      int first) {}

  private final List<Actor> actors = new ArrayList<>();
  private final Camera camera;
  private final Raster raster;
  private final Shadow shadow;
  private final Shader shader = new Shader();

  /// How far off the surface its shadow is looked up: nearer, the surface would shade itself.
  private final double lift;

  private final double[] normal = new double[3];
  private final double[] turnedNormal = new double[3];
  private final double[] tangents = new double[6];

  Scene(Model model, List<Optional<Pixels>> normalMaps, View view, int width, int height) {
    camera = new Camera(model, view, width, height);
    raster = new Raster(width, height);
    float[] bounds = model.bounds();
    double reach =
        0.5
            * Math.sqrt(
                square(bounds[3] - bounds[0])
                    + square(bounds[4] - bounds[1])
                    + square(bounds[5] - bounds[2]));
    shadow = new Shadow(Shader.KEY, reach);
    lift = 0.016 * reach;
    int first = 0;
    for (Model.Part part : model.parts()) {
      Mesh mesh = part.mesh();
      float[] turned = turned(mesh, camera);
      var actor =
          new Actor(
              mesh, part.material(), normalMaps.get(actors.size()), turned, screen(turned), first);
      actors.add(actor);
      raster.draw(actor.screen, mesh.triangles(), first);
      if (part.material().baseColour() != null || !part.material().unlit()) {
        shadow.add(turned, mesh.triangles());
      }
      first += mesh.triangleCount();
    }
  }

  private static double square(double v) {
    return v * v;
  }

  private static float[] turned(Mesh mesh, Camera camera) {
    float[] p = mesh.positions();
    float[] out = new float[p.length];
    double[] at = new double[3];
    for (int i = 0; i < out.length; i += 3) {
      camera.turn(p[i], p[i + 1], p[i + 2], at);
      out[i] = (float) at[0];
      out[i + 1] = (float) at[1];
      out[i + 2] = (float) at[2];
    }
    return out;
  }

  private float[] screen(float[] turned) {
    float[] out = new float[turned.length];
    double[] at = new double[3];
    for (int i = 0; i < out.length; i += 3) {
      at[0] = turned[i];
      at[1] = turned[i + 1];
      at[2] = turned[i + 2];
      camera.project(at);
      out[i] = (float) at[0];
      out[i + 1] = (float) at[1];
      out[i + 2] = (float) at[2];
    }
    return out;
  }

  Raster raster() {
    return raster;
  }

  boolean samePart(int[] samples) {
    int first = actor(raster.seen[samples[0]]).first;
    for (int sample : samples) {
      if (actor(raster.seen[sample]).first != first) {
        return false;
      }
    }
    return true;
  }

  private Actor actor(int triangle) {
    int i = actors.size() - 1;
    while (actors.get(i).first > triangle) {
      i--;
    }
    return actors.get(i);
  }

  /// @param x in pixels of the finished picture
  /// @param sample the sample whose triangle is meant
  int shade(float x, float y, int sample) {
    Actor actor = actor(raster.seen[sample]);
    int corner = 3 * (raster.seen[sample] - actor.first);
    int[] triangles = actor.mesh.triangles();
    int a = triangles[corner];
    int b = triangles[corner + 1];
    int c = triangles[corner + 2];
    float[] s = actor.screen;
    float px = 2 * x - s[3 * a];
    float py = 2 * y - s[3 * a + 1];
    float bx = s[3 * b] - s[3 * a];
    float by = s[3 * b + 1] - s[3 * a + 1];
    float cx = s[3 * c] - s[3 * a];
    float cy = s[3 * c + 1] - s[3 * a + 1];
    float area = bx * cy - by * cx;
    // Weights on the screen, then in space: what is nearer counts for more.
    double onB = (px * cy - py * cx) / area;
    double onC = (py * bx - px * by) / area;
    double wa = (1 - onB - onC) * s[3 * a + 2];
    double wb = onB * s[3 * b + 2];
    double wc = onC * s[3 * c + 2];
    double sum = wa + wb + wc;
    return shade(actor, a, b, c, wa / sum, wb / sum, wc / sum);
  }

  private int shade(Actor actor, int a, int b, int c, double wa, double wb, double wc) {
    Material material = actor.material;
    float u = 0;
    float v = 0;
    if (actor.mesh.isTextured()) {
      float[] uv = actor.mesh.uvs();
      u = (float) (wa * uv[2 * a] + wb * uv[2 * b] + wc * uv[2 * c]);
      v = (float) (wa * uv[2 * a + 1] + wb * uv[2 * b + 1] + wc * uv[2 * c + 1]);
    }
    if (material.unlit()) {
      return shader.colour(material, actor.normalMap, turnedNormal, tangents, u, v, 1);
    }
    float[] n = actor.mesh.normals();
    for (int i = 0; i < 3; i++) {
      normal[i] = wa * n[3 * a + i] + wb * n[3 * b + i] + wc * n[3 * c + i];
    }
    camera.turnDirection(normal[0], normal[1], normal[2], turnedNormal);
    float[] t = actor.turned;
    double x = wa * t[3 * a] + wb * t[3 * b] + wc * t[3 * c];
    double y = wa * t[3 * a + 1] + wb * t[3 * b + 1] + wc * t[3 * c + 1];
    double z = wa * t[3 * a + 2] + wb * t[3 * b + 2] + wc * t[3 * c + 2];
    double length =
        lift
            / (Math.sqrt(
                    turnedNormal[0] * turnedNormal[0]
                        + turnedNormal[1] * turnedNormal[1]
                        + turnedNormal[2] * turnedNormal[2])
                + 1e-9);
    double lit =
        shadow.light(
            x + length * turnedNormal[0],
            y + length * turnedNormal[1],
            z + length * turnedNormal[2]);
    if (actor.normalMap.isPresent()) {
      tangents(actor, a, b, c, wb, wc);
    }
    return shader.colour(material, actor.normalMap, turnedNormal, tangents, u, v, lit);
  }

  /// Which way u and v run, v downwards.
  private void tangents(Actor actor, int a, int b, int c, double wb, double wc) {
    float[] t = actor.mesh.tangents();
    double wa = 1 - wb - wc;
    for (int i = 0; i < 3; i++) {
      tangents[i] = wa * t[4 * a + i] + wb * t[4 * b + i] + wc * t[4 * c + i];
    }
    camera.turnDirection(tangents[0], tangents[1], tangents[2], tangents);
    double[] n = turnedNormal;
    double sign = -t[4 * a + 3];
    tangents[3] = sign * (n[1] * tangents[2] - n[2] * tangents[1]);
    tangents[4] = sign * (n[2] * tangents[0] - n[0] * tangents[2]);
    tangents[5] = sign * (n[0] * tangents[1] - n[1] * tangents[0]);
  }
}
