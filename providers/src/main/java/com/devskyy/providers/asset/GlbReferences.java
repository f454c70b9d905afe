package com.devskyy.providers.asset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who in the JSON of a glTF file refers to what, by number in the file's arrays. Nodes, skins,
/// cameras and animations keep their numbers and are not looked for.
final class GlbReferences {
  private static final String WEBP = "EXT_texture_webp";

  private GlbReferences() {}

  /// A number that stands for something.
  record Reference(ObjectNode holder, String field) {
    int number() {
      return holder.path(field).asInt(-1);
    }

    void number(int other) {
      holder.put(field, other);
    }
  }

  /// A place of a material where a texture is shown.
  ///
  /// @param use as the material calls it, such as `normalTexture`
  record TextureUse(String use, Reference texture) {}

  /// All references into an array of the file.
  static List<Reference> to(String array, ObjectNode json) {
    List<Reference> found = new ArrayList<>();
    switch (array) {
      case "meshes" -> objects(json.path("nodes")).forEach(node -> add(found, node, "mesh"));
      case "materials" -> primitives(json).forEach(part -> add(found, part, "material"));
      case "textures" -> textureUses(json).forEach(use -> found.add(use.texture));
      case "samplers" ->
          objects(json.path("textures")).forEach(texture -> add(found, texture, "sampler"));
      case "images" -> objects(json.path("textures")).forEach(each -> found.addAll(images(each)));
      case "accessors" -> {
        found.addAll(attributes(json));
        found.addAll(indices(json));
        found.addAll(otherAccessors(json));
      }
      case "bufferViews" -> {
        objects(json.path("accessors")).forEach(each -> add(found, each, "bufferView"));
        objects(json.path("images")).forEach(image -> add(found, image, "bufferView"));
      }
      default -> throw new IllegalArgumentException("no array of ours: " + array);
    }
    return found;
  }

  /// The images of a texture: as core glTF has them, and as WebP.
  static List<Reference> images(JsonNode texture) {
    List<Reference> found = new ArrayList<>();
    if (texture instanceof ObjectNode object) {
      if (object.path("extensions").path(WEBP) instanceof ObjectNode webp) {
        add(found, webp, "source");
      }
      add(found, object, "source");
    }
    return found;
  }

  /// Accessors of vertices, targets of morphing included.
  static List<Reference> attributes(ObjectNode json) {
    List<Reference> found = new ArrayList<>();
    primitives(json).forEach(part -> found.addAll(vertices(part)));
    return found;
  }

  /// The same of one primitive.
  static List<Reference> vertices(ObjectNode primitive) {
    List<Reference> found = new ArrayList<>();
    List<ObjectNode> sets = new ArrayList<>(objects(primitive.path("targets")));
    if (primitive.path("attributes") instanceof ObjectNode own) {
      sets.addFirst(own);
    }
    sets.forEach(set -> set.propertyNames().forEach(name -> add(found, set, name)));
    return found;
  }

  static List<Reference> indices(ObjectNode json) {
    List<Reference> found = new ArrayList<>();
    primitives(json).forEach(part -> add(found, part, "indices"));
    return found;
  }

  /// Accessors of skins and animations.
  static List<Reference> otherAccessors(ObjectNode json) {
    List<Reference> found = new ArrayList<>();
    objects(json.path("skins")).forEach(skin -> add(found, skin, "inverseBindMatrices"));
    for (ObjectNode animation : objects(json.path("animations"))) {
      for (ObjectNode sampler : objects(animation.path("samplers"))) {
        add(found, sampler, "input");
        add(found, sampler, "output");
      }
    }
    return found;
  }

  static List<TextureUse> textureUses(ObjectNode json) {
    List<TextureUse> found = new ArrayList<>();
    objects(json.path("materials")).forEach(material -> textureUses(material, found));
    return found;
  }

  /// Also those of extensions: all of Khronos' name their textures alike.
  private static void textureUses(ObjectNode of, List<TextureUse> found) {
    for (Map.Entry<String, JsonNode> property : of.properties()) {
      if (property.getValue() instanceof ObjectNode value && !property.getKey().equals("extras")) {
        if (property.getKey().endsWith("Texture") && value.has("index")) {
          found.add(new TextureUse(property.getKey(), new Reference(value, "index")));
        }
        textureUses(value, found);
      }
    }
  }

  static List<ObjectNode> primitives(ObjectNode json) {
    List<ObjectNode> found = new ArrayList<>();
    objects(json.path("meshes")).forEach(mesh -> found.addAll(objects(mesh.path("primitives"))));
    return found;
  }

  /// The objects directly in an array or object.
  static List<ObjectNode> objects(JsonNode in) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode each : in) {
      if (each instanceof ObjectNode object) {
        found.add(object);
      }
    }
    return found;
  }

  private static void add(List<Reference> found, ObjectNode holder, String field) {
    if (holder.has(field)) {
      found.add(new Reference(holder, field));
    }
  }
}
