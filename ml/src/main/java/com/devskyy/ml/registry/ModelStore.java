package com.devskyy.ml.registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where versions and model bytes are kept. All calls are durable when they return, and safe from
/// many threads and processes at once.
public interface ModelStore {
  /// Stores bytes under their sha256; storing them again changes nothing.
  void putBytes(String sha256, byte[] bytes) throws IOException;

  /// The bytes stored under a sha256, empty if there are none. They may have been damaged since:
  /// the registry checks.
  Optional<byte[]> bytes(String sha256) throws IOException;

  /// Stores a version unless one of the same model id and number exists, in one atomic step.
  ///
  /// @return whether it was stored
  boolean putIfAbsent(ModelVersion version) throws IOException;

  /// All versions of a model id by ascending number; empty if there are none.
  List<ModelVersion> versions(String modelId) throws IOException;
}
