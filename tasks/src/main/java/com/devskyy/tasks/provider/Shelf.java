package com.devskyy.tasks.provider;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.TaskContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps a task's files and says where they are. Threads may share it.
///
/// @param artifacts that the tasks' contexts keep files in
public record Shelf(ArtifactStore artifacts) {
  /// A file that is kept.
  ///
  /// @param name for people
  /// @param url for everybody who may see it; the key where the store has none
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
    Optional<URI> url = artifacts.url(artifact);
    return new Kept(
        name,
        mediaType,
        artifact.bytes(),
        artifact.key(),
        url.map(URI::toString).orElse(artifact.key()),
        url.filter(at -> "file".equals(at.getScheme())).map(at -> Path.of(at).toString()));
  }
}
