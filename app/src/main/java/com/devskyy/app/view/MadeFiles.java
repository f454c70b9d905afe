package com.devskyy.app.view;

import com.devskyy.app.text.Quantities;
import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files that a task's result tells of, for people: where they are on this machine, else their
/// addresses.
public final class MadeFiles {
  private MadeFiles() {}

  /// A line for each, paths below a folder without it.
  public static List<String> in(Json result, Codec codec, Path folder) {
    List<String> lines = new ArrayList<>();
    if (codec.decode(result, Object.class, Codec.UnknownFields.IGNORE).value()
            instanceof Map<?, ?> map
        && map.get("metadata") instanceof Map<?, ?> more) {
      add(lines, map.get("image_path"), map.get("image_url"), more.get("bytes"), folder);
      if (more.get("files") instanceof List<?> files) {
        for (Object each : files) {
          if (each instanceof Map<?, ?> file) {
            add(lines, file.get("path"), file.get("url"), file.get("bytes"), folder);
          }
        }
      }
    }
    return lines;
  }

  private static void add(
      List<String> lines,
      @Nullable Object path,
      @Nullable Object url,
      @Nullable Object bytes,
      Path folder) {
    String size = bytes instanceof Number number ? "  " + Quantities.about(number.longValue()) : "";
    if (path instanceof String here) {
      lines.add(shown(Path.of(here), folder) + size);
    } else if (url instanceof String there) {
      lines.add(there + size);
    }
  }

  private static Path shown(Path file, Path folder) {
    return file.startsWith(folder) ? folder.relativize(file) : file;
  }
}
