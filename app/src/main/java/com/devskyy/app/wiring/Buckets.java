package com.devskyy.app.wiring;

import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.tasks.artifacts.Bucket;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bucket that settings name.
final class Buckets {
  private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)(?:/(.*?)/?)?");

  private Buckets() {}

  /// Empty when artifacts are kept in a folder.
  ///
  /// @throws Problem when the settings do not fit together
  static Optional<Bucket> of(Settings settings) {
    if (!settings.has(Setting.ARTIFACTS_URL)) {
      return Optional.empty();
    }
    String address = settings.get(Setting.ARTIFACTS_URL);
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw wrong("ARTIFACTS_URL must be s3://bucket or s3://bucket/prefix; was " + address);
    }
    boolean id = settings.has(Setting.S3_ACCESS_KEY_ID);
    if (id != settings.has(Setting.S3_SECRET_ACCESS_KEY)) {
      throw wrong("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together; only one of them is set");
    }
    try {
      return Optional.of(
          new Bucket(
              parts.group(1),
              parts.group(2) == null ? "" : parts.group(2),
              settings.get(Setting.S3_REGION),
              uri(settings, Setting.S3_ENDPOINT),
              id
                  ? Optional.of(
                      new Bucket.Keys(
                          settings.get(Setting.S3_ACCESS_KEY_ID),
                          settings.get(Setting.S3_SECRET_ACCESS_KEY)))
                  : Optional.empty(),
              uri(settings, Setting.ARTIFACTS_PUBLIC_URL),
              Bucket.LONGEST_LINKS));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<URI> uri(Settings settings, Setting<String> setting) {
    return settings.has(setting)
        ? Optional.of(URI.create(settings.get(setting)))
        : Optional.empty();
  }

  private static Problem wrong(String error) {
    return new Problem(
        ExitCode.USAGE,
        error,
        "artifacts are kept in a bucket only when its settings fit together",
        "devskyy doctor");
  }
}
