package com.devskyy.app.wiring;

import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.tasks.artifacts.Bucket;
import com.devskyy.tasks.artifacts.S3ArtifactStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where artifacts are kept: in a bucket if one is named, else in a folder. Used by one thread.
final class Artifacts implements AutoCloseable {
  private final Settings settings;
  private final Path folder;
  private @Nullable S3ArtifactStore bucket;

  /// @param folder of artifacts; with a bucket, of those on their way
  Artifacts(Settings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /// The bucket, if one is named.
  Optional<Bucket> bucket() {
    if (!settings.has(Setting.ARTIFACTS_URL)) {
      return Optional.empty();
    }
    String[] parts = settings.get(Setting.ARTIFACTS_URL).replaceFirst("^s3://", "").split("/", 2);
    return Optional.of(
        new Bucket(
            parts[0],
            parts.length > 1 ? parts[1].replaceFirst("/$", "") : "",
            settings.get(Setting.S3_REGION),
            address(Setting.S3_ENDPOINT),
            keys(),
            address(Setting.ARTIFACTS_PUBLIC_URL),
            Bucket.LONGEST_LINKS));
  }

  private Optional<URI> address(Setting<String> setting) {
    return Optional.of(settings.get(setting)).filter(text -> !text.isEmpty()).map(URI::create);
  }

  private Optional<Bucket.Keys> keys() {
    return settings.has(Setting.S3_ACCESS_KEY_ID) && settings.has(Setting.S3_SECRET_ACCESS_KEY)
        ? Optional.of(
            new Bucket.Keys(
                settings.get(Setting.S3_ACCESS_KEY_ID), settings.get(Setting.S3_SECRET_ACCESS_KEY)))
        : Optional.empty();
  }

  /// Keeps them.
  ArtifactStore store() {
    if (bucket == null) {
      Optional<Bucket> named = bucket();
      if (named.isEmpty()) {
        return new FolderArtifactStore(folder);
      }
      bucket = new S3ArtifactStore(named.get(), folder);
    }
    return bucket;
  }

  @Override
  public void close() {
    if (bucket != null) {
      bucket.close();
    }
  }
}
