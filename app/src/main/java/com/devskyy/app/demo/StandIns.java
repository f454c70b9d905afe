package com.devskyy.app.demo;

import com.devskyy.app.settings.Setting;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.fakes.FakeTripo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Tripo and FASHN as servers in this process, hasty ones, and the settings that lead to them.
final class StandIns implements AutoCloseable {
  private final FakeTripo tripo;
  private final FakeFashn fashn;

  StandIns(InstantSource clock) {
    tripo = new FakeTripo(clock);
    tripo.pace(Duration.ofMillis(300), Duration.ofSeconds(3));
    fashn = new FakeFashn(clock);
    fashn.pace(Duration.ofMillis(300), Duration.ofSeconds(2));
  }

  Map<String, String> settings() {
    return Map.of(
        Setting.TRIPO_URL.name(),
        tripo.base().toString(),
        Setting.TRIPO_API_KEY.name(),
        FakeTripo.KEY,
        Setting.FASHN_URL.name(),
        fashn.base().toString(),
        Setting.FASHN_API_KEY.name(),
        FakeFashn.KEY);
  }

  /// Credits spent at both, for people.
  String spent() {
    return "%d credits at Tripo, %d at FASHN".formatted(tripo.spent(), fashn.spent());
  }

  @Override
  public void close() {
    tripo.close();
    fashn.close();
  }
}
