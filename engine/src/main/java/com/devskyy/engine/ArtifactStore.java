package com.devskyy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/// Keeps large things by their content. Storing the same bytes twice keeps them once.
/// Thread-safe.
public interface ArtifactStore {
  /// Stores all bytes of the stream, which is not closed. When this returns they are durable.
  Artifact put(String name, String mediaType, InputStream content) throws IOException;

  /// Opens stored bytes.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is no such artifact
  InputStream open(String key) throws IOException;

  /// Whether the artifact is there.
  boolean exists(String key) throws IOException;

  /// Where people and other programs find a stored artifact: a `file:` URL for one that lies in a
  /// folder of this machine, else a web address, which may be good for a few days only. Asks
  /// nobody, and so says nothing about whether it is there.
  ///
  /// @return empty when it can be had by [#open] alone
  default Optional<URI> url(Artifact artifact) {
    return Optional.empty();
  }
}
