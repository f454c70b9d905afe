package com.devskyy.providers.tripo;

import com.devskyy.providers.ApiKey;
import com.devskyy.providers.Polling;
import com.devskyy.providers.ProviderHttp;
import java.net.URI;
import java.time.Duration;

/// How Tripo is reached.
///
/// @param base `https://openapi.tripo3d.ai/v3`, or `https://openapi.tripo3d.com/v3` in mainland
///     China; a key works in its own region only
/// @param polling of a task
public record TripoSettings(URI base, ApiKey key, ProviderHttp.Limits limits, Polling polling) {
  /// The international region.
  public static final URI INTERNATIONAL = URI.create("https://openapi.tripo3d.ai/v3");

  /// 2 s growing to 30 s, as the official SDK does.
  public static final Polling POLLING = new Polling(Duration.ofSeconds(2), Duration.ofSeconds(30));

  /// With the limits of this build.
  public static TripoSettings of(URI base, ApiKey key) {
    return new TripoSettings(base, key, ProviderHttp.Limits.DEFAULT, POLLING);
  }
}
