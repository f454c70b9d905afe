package com.devskyy.engine;

import java.io.IOException;
import java.io.InputStream;

/// Keeps large things by their content. Storing the same bytes twice keeps them once. Thread-safe.
public interface ArtifactStore {
  /// Stores all bytes of the stream, which is not closed. When this returns they are durable.
  Artifact put(String name, String mediaType, InputStream content) throws IOException;

  /// Opens stored bytes.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is no such artifact
  InputStream open(String key) throws IOException;

  /// Whether the artifact is there.
  boolean exists(String key) throws IOException;
}
