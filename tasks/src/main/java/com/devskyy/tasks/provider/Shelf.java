package com.devskyy.tasks.provider;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.TaskContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/// Keeps a task's files and says where they are. Threads may share it.
///
/// @param places where an artifact can be had
public record Shelf(Places places) {
  /// Where artifacts can be had.
  @FunctionalInterface
  public interface Places {
    /// Where this one is.
    Place of(Artifact artifact);
  }

  /// Where something is.
  ///
  /// @param url for everybody who may see it
  /// @param path on this machine, where it has one
  public record Place(String url, Optional<String> path) {}

  /// A file that is kept.
  ///
  /// @param name for people
  /// @param url for everybody who may see it
  /// @param path on the machine of the worker, where it has one
  /// @param sha256 of its bytes: its key in the artifact store
  public record Kept(
      String name,
      String mediaType,
      long bytes,
      String sha256,
      String url,
      Optional<String> path) {}

  /// Keeps a file. The same bytes are kept once.
  public Kept keep(TaskContext context, String name, String mediaType, byte[] bytes)
      throws IOException {
    Artifact artifact = context.artifact(name, mediaType, new ByteArrayInputStream(bytes));
    Place place = places.of(artifact);
    return new Kept(name, mediaType, artifact.bytes(), artifact.key(), place.url(), place.path());
  }
}
