package com.devskyy.ml.registry;

import com.devskyy.ml.CorruptModelException;
import com.devskyy.ml.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Versions of trained models. Any number of threads may share it, and any number of processes its
/// store.
public final class ModelRegistry {
  /// Loaded models kept in memory; each takes a few megabytes.
  public static final int CACHED_MODELS = 4;

  /// Farthest misspelling that still gets a suggestion, in single-letter edits.
  private static final int MAX_EDITS = 5;

  private final ModelStore store;
  private final SortedSet<String> modelIds;
  private final String codeVersion;
  private final InstantSource clock;

  /// Loaded models by sha256, least recently used first. Guarded by itself, never held while
  /// reading.
  private final Map<String, Object> cache = new LinkedHashMap<>(16, 0.75f, true);

  /// A registry of the models of one store.
  ///
  /// @param modelIds all that may be registered or asked for
  /// @param codeVersion of this program, kept with every version
  public ModelRegistry(
      ModelStore store, Collection<String> modelIds, String codeVersion, InstantSource clock) {
    this.store = store;
    this.modelIds = new TreeSet<>(modelIds);
    this.codeVersion = codeVersion;
    this.clock = clock;
  }

  /// Makes a model of its bytes, such as `SentimentModel::read`. The model must be safe to share
  /// between threads.
  @FunctionalInterface
  public interface ModelReader<M> {
    /// Reads one model to its end.
    ///
    /// @param name of the model, for errors
    M read(InputStream in, String name) throws IOException;
  }

  /// Stores a model as the next version of its id. Of trainings that end at once each gets a number
  /// of its own.
  ///
  /// The arguments are kept as the components of [ModelVersion] of the same names.
  ///
  /// @throws UnknownModelException if the id is not known
  public ModelVersion register(
      String modelId,
      byte[] bytes,
      Map<String, Double> metrics,
      Map<String, Object> hyperparameters,
      String dataFingerprint,
      String trainedBy)
      throws IOException {
    requireKnown(modelId);
    var sha256 = Sha256.hex(bytes);
    store.putBytes(sha256, bytes);
    var stored = store.versions(modelId);
    // Whoever comes second tries the next number. This ends: a number is refused only because
    // another version took it.
    for (int number = stored.isEmpty() ? 1 : stored.getLast().number() + 1; ; number++) {
      var version =
          new ModelVersion(
              modelId,
              number,
              sha256,
              bytes.length,
              metrics,
              hyperparameters,
              dataFingerprint,
              codeVersion,
              trainedBy,
              clock.instant());
      if (store.putIfAbsent(version)) {
        return version;
      }
    }
  }

  /// One version by its name.
  ///
  /// @param version as [ModelVersion#name] has it
  /// @throws UnknownModelException if the id or the version does not exist
  public ModelVersion find(String modelId, String version) throws IOException {
    var stored = list(modelId);
    for (var candidate : stored) {
      if (candidate.name().equals(version)) {
        return candidate;
      }
    }
    throw new UnknownModelException(
        "%s has no version \"%s\"; it has %s"
            .formatted(
                modelId,
                version,
                stored.isEmpty()
                    ? "none yet: train it first"
                    : "v1 to " + stored.getLast().name()));
  }

  /// The version with the highest number.
  ///
  /// @throws UnknownModelException if the id is not known or was never trained
  public ModelVersion latest(String modelId) throws IOException {
    var stored = list(modelId);
    if (stored.isEmpty()) {
      throw new UnknownModelException("%s has no version yet: train it first".formatted(modelId));
    }
    return stored.getLast();
  }

  /// All versions by ascending number; empty if it was never trained.
  ///
  /// @throws UnknownModelException if the id is not known
  public List<ModelVersion> list(String modelId) throws IOException {
    requireKnown(modelId);
    return store.versions(modelId);
  }

  /// The model of a version, from memory if it was loaded lately.
  ///
  /// @param reader the same for all versions of a model id
  /// @throws CorruptModelException naming the version if its bytes are gone or not what was
  ///     registered
  public <M> M load(ModelVersion version, Class<M> type, ModelReader<M> reader) throws IOException {
    synchronized (cache) {
      var cached = cache.get(version.sha256());
      if (type.isInstance(cached)) {
        return type.cast(cached);
      }
    }
    // Two threads may read the same model at once; the later one wins, and both have the same.
    var name = version.modelId() + " " + version.name();
    var bytes =
        store
            .bytes(version.sha256())
            .orElseThrow(
                () ->
                    new CorruptModelException(
                        "the model file of "
                            + name
                            + " is gone; use another version or train again"));
    if (!Sha256.hex(bytes).equals(version.sha256())) {
      throw new CorruptModelException(
          "the model file of %s is damaged: its %,d bytes do not match the checksum of the %,d registered; use another version or train again"
              .formatted(name, bytes.length, version.sizeBytes()));
    }
    var model = reader.read(new ByteArrayInputStream(bytes), name);
    synchronized (cache) {
      cache.put(version.sha256(), model);
      if (cache.size() > CACHED_MODELS) {
        cache.remove(cache.keySet().iterator().next());
      }
    }
    return model;
  }

  private void requireKnown(String modelId) {
    if (modelIds.contains(modelId)) {
      return;
    }
    var nearest =
        modelIds.stream().min((a, b) -> Integer.compare(edits(a, modelId), edits(b, modelId)));
    var hint =
        nearest
            .filter(id -> edits(id, modelId) <= MAX_EDITS)
            .map(id -> "; did you mean " + id + "?")
            .orElse("");
    throw new UnknownModelException(
        "Unknown model ID: %s (known: %s%s)".formatted(modelId, String.join(", ", modelIds), hint));
  }

  /// Levenshtein distance; ids are cut at 100 letters, as callers send what they like.
  private static int edits(String known, String given) {
    var other = given.substring(0, Math.min(100, given.length()));
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= known.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = diagonal + (known.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
