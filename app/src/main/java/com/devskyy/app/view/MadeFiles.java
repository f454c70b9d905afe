package com.devskyy.app.view;

import com.devskyy.app.text.Quantities;
import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The files on this machine that a task's result tells of.
public final class MadeFiles {
  private MadeFiles() {}

  /// A line for each, paths below a folder without it.
  public static List<String> in(Json result, Codec codec, Path folder) {
    Object tree = codec.decode(result, Object.class, Codec.UnknownFields.IGNORE).value();
    List<String> lines = new ArrayList<>();
    if (tree instanceof Map<?, ?> map) {
      if (map.get("image_path") instanceof String path) {
        lines.add(shown(path, folder));
      }
      if (map.get("metadata") instanceof Map<?, ?> more
          && more.get("files") instanceof List<?> files) {
        files.forEach(file -> add(lines, file, folder));
      }
    }
    return lines;
  }

  private static void add(List<String> lines, Object file, Path folder) {
    if (file instanceof Map<?, ?> map && map.get("path") instanceof String path) {
      String size =
          map.get("bytes") instanceof Number bytes
              ? "  " + Quantities.about(bytes.longValue())
              : "";
      lines.add(shown(path, folder) + size);
    }
  }

  private static String shown(String path, Path folder) {
    Path file = Path.of(path);
    return (file.startsWith(folder) ? folder.relativize(file) : file).toString();
  }
}
