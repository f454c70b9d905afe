package com.devskyy.tasks.provider;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.tasks.artifacts.BucketException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
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
  ///
  /// @throws TaskFailure when it is in a bucket that does not take it, saying what to do
  public Kept keep(TaskContext context, String name, String mediaType, byte[] bytes)
      throws IOException {
    try {
      Artifact artifact = context.artifact(name, mediaType, new ByteArrayInputStream(bytes));
      Optional<URI> url = artifacts.url(artifact);
      return new Kept(
          name,
          mediaType,
          artifact.bytes(),
          artifact.key(),
          url.map(URI::toString).orElse(artifact.key()),
          url.filter(at -> "file".equals(at.getScheme())).map(at -> Path.of(at).toString()));
    } catch (BucketException e) {
      throw e.failure();
    }
  }

  /// Reads a file that is kept.
  ///
  /// @throws TaskFailure when a bucket does not give it, or another machine has it, saying what to
  ///     do
  public byte[] read(Kept file) throws IOException {
    try (InputStream in = artifacts.open(file.sha256())) {
      return in.readAllBytes();
    } catch (NoSuchFileException e) {
      // Another attempt may be made where it is.
      throw new TaskFailure(
          ErrorType.PROVIDER_UNAVAILABLE,
          "%s is not among the files of this worker; workers on several hosts need one bucket, or one shared folder (ARTIFACTS_URL)"
              .formatted(file.name()),
          e);
    } catch (BucketException e) {
      throw e.failure();
    }
  }
}
