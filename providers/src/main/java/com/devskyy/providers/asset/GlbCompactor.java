package com.devskyy.providers.asset;

import com.devskyy.providers.asset.GlbReferences.Reference;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a GLB file smaller without changing what is seen: what nothing refers to is left out,
/// what is there twice is kept once, vertices are welded ([Welding]), textures with a side over
/// [#MAX_TEXTURE_SIDE] are scaled down ([ModelTextures]), the JSON has no blanks.
public final class GlbCompactor {
  /// Longest side of a texture in pixels: more is not seen of a garment on a screen, and in the
  /// memory of a phone 4,096 take four times as much.
  public static final int MAX_TEXTURE_SIDE = 2_048;

  /// Extensions whose references are known here, or that have none. Any other may refer to what is
  /// renumbered, or keep bytes in a way of its own, as meshopt, Draco and KTX2 do.
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "EXT_texture_webp",
          "KHR_lights_punctual",
          "KHR_materials_anisotropy",
          "KHR_materials_clearcoat",
          "KHR_materials_dispersion",
          "KHR_materials_emissive_strength",
          "KHR_materials_ior",
          "KHR_materials_iridescence",
          "KHR_materials_pbrSpecularGlossiness",
          "KHR_materials_sheen",
          "KHR_materials_specular",
          "KHR_materials_transmission",
          "KHR_materials_unlit",
          "KHR_materials_volume",
          "KHR_mesh_quantization",
          "KHR_texture_transform");

  /// Each refers to later ones alone.
  private static final List<String> ARRAYS =
      List.of("meshes", "materials", "textures", "images", "samplers", "accessors");

  private static final int OF_VERTICES = 34_962;
  private static final int OF_INDICES = 34_963;
  private static final JsonMapper JSON = new JsonMapper();

  private final Glb glb;
  private final ObjectNode json;
  private final Map<JsonNode, Elements> elements = new IdentityHashMap<>();
  private final Map<JsonNode, byte[]> images = new IdentityHashMap<>();

  // What is written.
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final ArrayNode views = JSON.createArrayNode();
  private final Map<Content, Integer> written = new HashMap<>();

  private record Content(ByteBuffer bytes, JsonNode as) {}

  /// A file as small as it became.
  ///
  /// @param glb the file that was given where nothing was gained
  /// @param warnings what could not be done, each with its reason
  public record Compacted(Glb glb, List<String> warnings) {}

  private GlbCompactor(Glb glb) {
    this.glb = glb;
    this.json = glb.json().deepCopy();
  }

  /// Makes it smaller, never larger.
  public static Compacted compact(Glb glb) {
    return new GlbCompactor(glb).compact();
  }

  private Compacted compact() {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return new Compacted(glb, List.of("the GLB is not optimised: " + obstacle.get()));
    }
    ARRAYS.forEach(name -> renumber(name, false));
    for (ObjectNode accessor : objects("accessors")) {
      if (accessor.has("bufferView")) {
        elements.put(accessor, Elements.of(glb, accessor));
      }
    }
    new Welding(json, elements).weld();
    renumber("accessors", false);
    for (ObjectNode image : objects("images")) {
      images.put(image, glb.view(image.path("bufferView").asInt(-1)));
    }
    List<String> warnings = ModelTextures.shrink(json, images, MAX_TEXTURE_SIDE);
    write();
    ARRAYS.reversed().forEach(name -> renumber(name, true));
    byte[] smaller = Glb.file(JSON.writeValueAsBytes(json), binary.toByteArray());
    if (smaller.length >= glb.size()) {
      return new Compacted(glb, warnings);
    }
    try {
      return new Compacted(Glb.read(smaller), warnings);
    } catch (InvalidAssetException e) {
      throw new IllegalStateException("a sound GLB became one that is not: " + e.getMessage(), e);
    }
  }

  /// Why a file is better left alone.
  private Optional<String> obstacle() {
    Set<String> unknown = new TreeSet<>();
    extensions(json, unknown);
    unknown.removeAll(UNDERSTOOD);
    if (!unknown.isEmpty()) {
      return Optional.of(
          "it uses %s, which may keep data in a way that is not known here"
              .formatted(String.join(", ", unknown)));
    }
    long described = 0;
    for (ObjectNode accessor : objects("accessors")) {
      if (accessor.has("sparse")) {
        return Optional.of("it keeps data sparsely");
      }
      described += (long) Elements.size(accessor) * accessor.path("count").asInt(0);
    }
    if (described > 2L * glb.size()) {
      return Optional.of("it describes the same bytes again and again");
    }
    return Stream.concat(ARRAYS.stream(), Stream.of("bufferViews"))
        .flatMap(array -> GlbReferences.to(array, json).stream().map(to -> missing(array, to)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> missing(String array, Reference reference) {
    int number = reference.number();
    return number >= 0 && number < json.path(array).size()
        ? Optional.empty()
        : Optional.of(
            "it refers to number %d of its %s, which is not there".formatted(number, array));
  }

  private static void extensions(JsonNode of, Set<String> found) {
    of.path("extensionsUsed").forEach(name -> found.add(name.asString("")));
    found.addAll(of.path("extensions").propertyNames());
    for (JsonNode each : of) {
      if (each.isContainer() && each != of.path("extras")) {
        extensions(each, found);
      }
    }
  }

  /// Leaves out of an array what nothing refers to; the rest moves up.
  ///
  /// @param once whether what is there twice is kept once, too
  private void renumber(String array, boolean once) {
    if (!(json.path(array) instanceof ArrayNode all)) {
      return;
    }
    List<Reference> references = GlbReferences.to(array, json);
    var used = new BitSet();
    references.forEach(reference -> used.set(reference.number()));
    if (array.equals("meshes") && references.isEmpty()) {
      used.set(0, all.size()); // A library of meshes that nothing shows yet.
    }
    ArrayNode kept = JSON.createArrayNode();
    Map<JsonNode, Integer> places = once ? new HashMap<>() : new IdentityHashMap<>();
    int[] place = new int[all.size()];
    used.stream()
        .forEach(
            number ->
                place[number] =
                    places.computeIfAbsent(
                        all.path(number),
                        each -> {
                          kept.add(each);
                          return kept.size() - 1;
                        }));
    references.forEach(reference -> reference.number(place[reference.number()]));
    if (kept.isEmpty()) {
      json.remove(array);
    } else {
      json.set(array, kept);
    }
  }

  /// Writes what is left, each thing in a buffer view of its own.
  private void write() {
    Map<JsonNode, Integer> targets = new IdentityHashMap<>();
    JsonNode accessors = json.path("accessors");
    GlbReferences.indices(json).forEach(to -> targets.put(accessors.path(to.number()), OF_INDICES));
    GlbReferences.attributes(json)
        .forEach(to -> targets.put(accessors.path(to.number()), OF_VERTICES));
    for (ObjectNode accessor : objects("accessors")) {
      Elements all = elements.get(accessor);
      if (all != null) {
        accessor.remove(List.of("bufferView", "byteOffset"));
        int target = targets.getOrDefault(accessor, 0);
        byte[] bytes = target == OF_VERTICES ? all.aligned() : all.bytes();
        int stride = bytes == all.bytes() ? 0 : bytes.length / all.count();
        accessor.put("bufferView", view(bytes, accessor.deepCopy(), target, stride));
      }
    }
    for (ObjectNode image : objects("images")) {
      image.put("bufferView", view(file(image), JSON.nullNode(), 0, 0));
    }
    json.set("bufferViews", views);
    json.putArray("buffers").addObject().put("byteLength", binary.size());
  }

  /// The number of a new view of these bytes, or of the one with the same for the same.
  ///
  /// @param as what describes them; vertices that are described otherwise may not share a view
  private int view(byte[] bytes, JsonNode as, int target, int stride) {
    return written.computeIfAbsent(
        new Content(ByteBuffer.wrap(bytes), as),
        _ -> {
          ObjectNode view = views.addObject();
          view.put("buffer", 0).put("byteOffset", binary.size()).put("byteLength", bytes.length);
          if (target != 0) {
            view.put("target", target);
          }
          if (stride != 0) {
            view.put("byteStride", stride);
          }
          binary.writeBytes(bytes);
          binary.writeBytes(new byte[Glb.padded(bytes.length) - bytes.length]);
          return views.size() - 1;
        });
  }

  private byte[] file(JsonNode image) {
    return Objects.requireNonNull(images.get(image));
  }

  private List<ObjectNode> objects(String array) {
    return GlbReferences.objects(json.path(array));
  }
}
