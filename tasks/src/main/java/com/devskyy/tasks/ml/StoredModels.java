package com.devskyy.tasks.ml;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Codec;
import com.devskyy.engine.Records;
import com.devskyy.ml.registry.ModelStore;
import com.devskyy.ml.registry.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Model versions as records of kind `model`, their bytes as artifacts. Thread-safe; processes may
/// share both.
public final class StoredModels implements ModelStore {
  private static final String KIND = "model";

  private final Records records;
  private final ArtifactStore artifacts;
  private final Codec codec;

  /// @param artifacts must address by sha256, as every [ArtifactStore] does
  public StoredModels(Records records, ArtifactStore artifacts, Codec codec) {
    this.records = records;
    this.artifacts = artifacts;
    this.codec = codec;
  }

  @Override
  public void putBytes(String sha256, byte[] bytes) throws IOException {
    Artifact stored =
        artifacts.put(
            sha256 + ".model", "application/octet-stream", new ByteArrayInputStream(bytes));
    if (!stored.key().equals(sha256)) {
      throw new IOException(
          "the artifact store keeps the bytes with sha256 %s under %s"
              .formatted(sha256, stored.key()));
    }
  }

  @Override
  public Optional<byte[]> bytes(String sha256) throws IOException {
    try (InputStream in = artifacts.open(sha256)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean putIfAbsent(ModelVersion version) {
    return records.putIfAbsent(
        KIND,
        prefix(version.modelId()) + "%09d".formatted(version.number()),
        codec.encode(version));
  }

  @Override
  public List<ModelVersion> versions(String modelId) {
    List<ModelVersion> versions = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<Records.Entry> page;
    do {
      page = records.page(KIND, prefix(modelId), after, Records.MAX_PAGE);
      for (Records.Entry entry : page) {
        versions.add(
            codec.decode(entry.value(), ModelVersion.class, Codec.UnknownFields.IGNORE).value());
        after = Optional.of(entry.key());
      }
    } while (page.size() == Records.MAX_PAGE);
    return versions;
  }

  private static String prefix(String modelId) {
    return modelId + "/";
  }
}
