package com.devskyy.providers.asset;

import com.devskyy.providers.asset.GlbReferences.Reference;
import com.devskyy.providers.asset.GlbReferences.TextureUse;
import com.devskyy.providers.fetch.FileKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Scales the images of a model down, each as what it shows bears it: normals and numbers that
/// were kept exactly stay exact (PNG), colours become JPEG unless something shines through.
final class ModelTextures {
  private static final Set<String> COLOURS =
      Set.of(
          "baseColorTexture",
          "emissiveTexture",
          "diffuseTexture",
          "sheenColorTexture",
          "specularColorTexture");

  private ModelTextures() {}

  /// Scales those down that have a longer side.
  ///
  /// @param files of each image, by identity; smaller ones take their place
  /// @return which are as they were although they are too large, each with the reason
  static List<String> shrink(ObjectNode json, Map<JsonNode, byte[]> files, int longest) {
    List<String> warnings = new ArrayList<>();
    Map<Integer, Set<String>> uses = uses(json);
    List<ObjectNode> images = GlbReferences.objects(json.path("images"));
    for (int i = 0; i < images.size(); i++) {
      ObjectNode image = images.get(i);
      byte[] file = Objects.requireNonNull(files.get(image));
      Optional<ImageInfo> known = ImageInfo.of(file);
      if (known.isEmpty() || Math.max(known.get().width(), known.get().height()) <= longest) {
        continue;
      }
      ImageInfo info = known.get();
      boolean lossless = isExact(info.kind(), uses.getOrDefault(i, Set.of()));
      Optional<SmallerImage> smaller = SmallerImage.of(file, info, longest, lossless);
      if (smaller.filter(it -> it.bytes().length < file.length).isPresent()) {
        files.put(image, smaller.get().bytes());
        image.put("mimeType", smaller.get().kind().mediaType());
      } else {
        warnings.add(
            "a texture of %,d x %,d pixels (%s) is as it was, larger than %,d a side: %s"
                .formatted(
                    info.width(),
                    info.height(),
                    info.kind().mediaType(),
                    longest,
                    smaller.isPresent() ? "scaled down it would have more bytes" : unread(info)));
      }
    }
    return warnings;
  }

  private static String unread(ImageInfo info) {
    return info.kind() == FileKind.WEBP
        ? "WebP is not scaled down here; have the model made with PNG or JPEG textures"
        : "its file cannot be decoded";
  }

  private static boolean isExact(FileKind kind, Set<String> uses) {
    return uses.stream().anyMatch(use -> use.endsWith("ormalTexture"))
        || (kind == FileKind.PNG && !COLOURS.containsAll(uses));
  }

  /// What each image is used as, over all materials.
  private static Map<Integer, Set<String>> uses(ObjectNode json) {
    Map<Integer, Set<String>> uses = new HashMap<>();
    for (TextureUse use : GlbReferences.textureUses(json)) {
      JsonNode texture = json.path("textures").path(use.texture().number());
      for (Reference image : GlbReferences.images(texture)) {
        uses.computeIfAbsent(image.number(), _ -> new HashSet<>()).add(use.use());
      }
    }
    return uses;
  }
}
