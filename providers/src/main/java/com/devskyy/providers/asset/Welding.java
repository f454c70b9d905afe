package com.devskyy.providers.asset;

import com.devskyy.providers.asset.GlbReferences.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes vertices that are the same in every byte one, drops those that no index names and
/// triangles that are a line by now, and counts in two bytes where that suffices. What is drawn
/// stays the same. Used by one thread.
///
/// Primitives with the same accessors share their vertices. Those of which an accessor belongs to
/// others, too, or has no bytes are left alone, as are those where nothing would be gained.
final class Welding {
  /// 65,535 itself is no index: it restarts strips in some viewers.
  private static final int FEW = 65_535;

  private static final int TRIANGLES = 4;

  private final ObjectNode json;
  private final ArrayNode accessors;
  private final Map<JsonNode, Elements> elements;

  /// @param elements of each accessor that has any, by identity
  Welding(ObjectNode json, Map<JsonNode, Elements> elements) {
    this.json = json;
    this.accessors = (ArrayNode) json.path("accessors");
    this.elements = elements;
  }

  void weld() {
    Map<List<Integer>, List<ObjectNode>> groups = new LinkedHashMap<>();
    for (ObjectNode primitive : GlbReferences.primitives(json)) {
      List<Integer> vertices =
          GlbReferences.vertices(primitive).stream().map(Reference::number).distinct().toList();
      groups.computeIfAbsent(vertices, _ -> new ArrayList<>()).add(primitive);
    }
    Set<Integer> shared = shared(groups.keySet());
    groups.forEach(
        (vertices, primitives) -> {
          boolean own = vertices.stream().noneMatch(shared::contains);
          if (own && vertices.stream().allMatch(this::hasBytes)) {
            weld(vertices, primitives);
          }
        });
  }

  /// Accessors that more than one group of vertices, or something else, refers to.
  private Set<Integer> shared(Set<List<Integer>> groups) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> shared = new HashSet<>();
    groups.forEach(group -> group.stream().filter(one -> !seen.add(one)).forEach(shared::add));
    Stream.concat(GlbReferences.indices(json).stream(), GlbReferences.otherAccessors(json).stream())
        .forEach(other -> shared.add(other.number()));
    return shared;
  }

  private boolean hasBytes(int accessor) {
    return elements.containsKey(accessors.path(accessor));
  }

  /// The corners of a primitive as they shall be.
  ///
  /// @param before bytes of the indices it has
  private record Corners(ObjectNode primitive, int before, int[] after) {}

  private void weld(List<Integer> vertices, List<ObjectNode> primitives) {
    List<Elements> parts = vertices.stream().map(number -> of(accessors.path(number))).toList();
    int count = parts.isEmpty() ? 0 : parts.getFirst().count();
    if (count == 0 || parts.stream().anyMatch(part -> part.count() != count)) {
      return;
    }
    var numbers = new Numbers(parts, count);
    List<Corners> all = new ArrayList<>();
    for (ObjectNode primitive : primitives) {
      Optional<Corners> corners = corners(primitive, numbers, count);
      if (corners.isEmpty()) {
        return;
      }
      all.add(corners.get());
    }
    int[] kept = numbers.kept();
    int width = kept.length < FEW ? 2 : 4;
    long gained = (long) (count - kept.length) * parts.stream().mapToInt(Elements::size).sum();
    for (Corners corners : all) {
      gained += corners.before - (long) width * corners.after.length;
    }
    if (gained > 0) {
      vertices.forEach(number -> keep((ObjectNode) accessors.path(number), kept));
      all.forEach(corners -> count(corners.primitive, corners.after, width));
    }
  }

  /// Empty where a primitive cannot be read, or nothing of it would be left.
  private Optional<Corners> corners(ObjectNode primitive, Numbers numbers, int count) {
    int before = 0;
    int[] corners = IntStream.range(0, count).toArray();
    if (primitive.has("indices")) {
      int number = primitive.path("indices").asInt(-1);
      if (!hasBytes(number)) {
        return Optional.empty();
      }
      Elements indices = of(accessors.path(number));
      before = indices.bytes().length;
      corners = indices.numbers(accessors.path(number).path("componentType").asInt(0));
    }
    if (Arrays.stream(corners).anyMatch(corner -> corner < 0 || corner >= count)) {
      return Optional.empty();
    }
    int[] merged = numbers.merged(corners);
    if (primitive.path("mode").asInt(TRIANGLES) == TRIANGLES) {
      merged = withoutLines(merged);
    }
    return merged.length == 0
        ? Optional.empty()
        : Optional.of(new Corners(primitive, before, numbers.of(merged)));
  }

  private static int[] withoutLines(int[] corners) {
    int[] kept = new int[corners.length];
    int size = 0;
    for (int i = 0; i + 2 < corners.length; i += 3) {
      int a = corners[i];
      int b = corners[i + 1];
      int c = corners[i + 2];
      if (a != b && b != c && c != a) {
        kept[size++] = a;
        kept[size++] = b;
        kept[size++] = c;
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private void keep(ObjectNode accessor, int[] vertices) {
    Elements all = of(accessor);
    byte[] bytes = new byte[vertices.length * all.size()];
    for (int i = 0; i < vertices.length; i++) {
      System.arraycopy(all.bytes(), vertices[i] * all.size(), bytes, i * all.size(), all.size());
    }
    var fewer = new Elements(bytes, all.size());
    elements.put(accessor, fewer);
    accessor.put("count", vertices.length);
    fewer.measure(accessor);
  }

  private void count(ObjectNode primitive, int[] corners, int width) {
    byte[] bytes = new byte[width * corners.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (corners[i / width] >> 8 * (i % width));
    }
    ObjectNode accessor = accessors.addObject();
    accessor.put("componentType", width == 2 ? Elements.UNSIGNED_SHORT : Elements.UNSIGNED_INT);
    accessor.put("count", corners.length).put("type", "SCALAR");
    elements.put(accessor, new Elements(bytes, width));
    primitive.put("indices", accessors.size() - 1);
  }

  private Elements of(JsonNode accessor) {
    return Objects.requireNonNull(elements.get(accessor));
  }

  /// New numbers of vertices: one for all with the same bytes, in the order they are asked for.
  private static final class Numbers {
    private final int[] first;
    private final int[] number;
    private final int[] kept;
    private int size;

    Numbers(List<Elements> parts, int count) {
      first = new int[count];
      number = new int[count];
      kept = new int[count];
      Arrays.fill(number, -1);
      int width = parts.stream().mapToInt(Elements::size).sum();
      ByteBuffer joined = ByteBuffer.allocate(Math.multiplyExact(count, width));
      Map<ByteBuffer, Integer> seen = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        for (Elements part : parts) {
          joined.put(part.bytes(), i * part.size(), part.size());
        }
        Integer same = seen.putIfAbsent(joined.slice(i * width, width), i);
        first[i] = same == null ? i : same;
      }
    }

    /// The first vertex with the same bytes, for each.
    int[] merged(int[] corners) {
      return Arrays.stream(corners).map(corner -> first[corner]).toArray();
    }

    int[] of(int[] merged) {
      return Arrays.stream(merged).map(this::of).toArray();
    }

    private int of(int vertex) {
      if (number[vertex] < 0) {
        kept[size] = vertex;
        number[vertex] = size++;
      }
      return number[vertex];
    }

    int[] kept() {
      return Arrays.copyOf(kept, size);
    }
  }
}
