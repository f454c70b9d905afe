package com.devskyy.ml.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// A store in memory, for tests.
final class MemoryModelStore implements ModelStore {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentSkipListMap<Integer, ModelVersion>> versions =
      new ConcurrentHashMap<>();

  @Override
  public void putBytes(String sha256, byte[] bytes) {
    files.put(sha256, bytes.clone());
  }

  @Override
  public Optional<byte[]> bytes(String sha256) {
    return Optional.ofNullable(files.get(sha256)).map(byte[]::clone);
  }

  @Override
  public boolean putIfAbsent(ModelVersion version) {
    if (!files.containsKey(version.sha256())) {
      throw new IllegalStateException("bytes must be stored before the version that names them");
    }
    return versions
            .computeIfAbsent(version.modelId(), id -> new ConcurrentSkipListMap<>())
            .putIfAbsent(version.number(), version)
        == null;
  }

  @Override
  public List<ModelVersion> versions(String modelId) {
    var stored = versions.get(modelId);
    return stored == null ? List.of() : List.copyOf(stored.values());
  }
}
