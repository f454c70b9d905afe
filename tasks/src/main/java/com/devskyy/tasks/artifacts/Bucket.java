package com.devskyy.tasks.artifacts;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where artifacts are kept, and as whom.
///
/// @param name of the bucket, which must exist
/// @param prefix before every object's key, without a slash at either end; may be empty
/// @param region such as `eu-central-1`; others than AWS mostly take any
/// @param endpoint of others than AWS
/// @param keys empty: from AWS's usual places (environment, profile, role of the machine)
/// @param publicUrl where anyone can read the bucket's objects; empty: links are signed
/// @param links how long a signed link is good for; at most seven days
public record Bucket(
    String name,
    String prefix,
    String region,
    Optional<URI> endpoint,
    Optional<Keys> keys,
    Optional<URI> publicUrl,
    Duration links) {
  /// As long as S3 allows.
  public static final Duration LONGEST_LINKS = Duration.ofDays(7);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX =
      Pattern.compile("(?:[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)?");

  public Bucket {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a bucket's name is 3 to 63 of a-z, 0-9, - and ., was \"%s\"".formatted(name));
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is names of A-Z, a-z, 0-9, ., _ and - with / between, was \"%s\""
              .formatted(prefix));
    }
    if (links.isNegative() || links.isZero() || links.compareTo(LONGEST_LINKS) > 0) {
      throw new IllegalArgumentException("links are good for at most 7 days, was " + links);
    }
  }

  /// What proves who we are. Never printed.
  public record Keys(String id, String secret) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /// An object's key: made of nothing but the artifact's own.
  String objectKey(String key) {
    String path = "sha256/%s/%s".formatted(key.substring(0, 2), key);
    return prefix.isEmpty() ? path : prefix + "/" + path;
  }

  /// For people.
  @Override
  public String toString() {
    return "s3://" + name + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
