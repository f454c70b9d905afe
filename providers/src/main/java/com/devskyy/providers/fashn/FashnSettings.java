package com.devskyy.providers.fashn;

import com.devskyy.providers.ApiKey;
import com.devskyy.providers.Polling;
import com.devskyy.providers.ProviderHttp;
import java.net.URI;
import java.time.Duration;

/// How FASHN is reached.
///
/// @param base `https://api.fashn.ai/v1`, or a server of one's own that keeps to the same contract
/// @param polling of a prediction
public record FashnSettings(URI base, ApiKey key, ProviderHttp.Limits limits, Polling polling) {
  /// The service itself.
  public static final URI SERVICE = URI.create("https://api.fashn.ai/v1");

  /// 1 s growing to 5 s: its status may be asked 50 times in 10 s by all predictions together.
  public static final Polling POLLING = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /// With the limits of this build.
  public static FashnSettings of(URI base, ApiKey key) {
    return new FashnSettings(base, key, ProviderHttp.Limits.DEFAULT, POLLING);
  }
}
