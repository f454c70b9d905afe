package com.devskyy.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.devskyy.redis.Heard;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.internal.Silences.Range;
import org.junit.jupiter.api.Test;

final class SilencesTest {
  private static final Range ONE = Range.of(5);
  private static final Range OTHER = new Range(100, 200);

  private static Silences at(String url) {
    return new Silences(RedisSettings.of(RedisAddress.parse(url)));
  }

  private static void assertSaid(Heard heard, int silent, int again) {
    assertThat(heard.lines(Level.WARN)).hasSize(silent);
    assertThat(heard.lines(Level.INFO)).hasSize(again);
  }

  @Test
  void anAnswerOfOneNodeDoesNotEndTheSilenceOfAnother() {
    try (var heard = new Heard("com.devskyy")) {
      var silences = at("redis-cluster://host");
      silences.noAnswer(OTHER, "refused");
      silences.answered(ONE);
      assertSaid(heard, 1, 0);
      silences.noAnswer(ONE, "refused");
      silences.answered(OTHER);
      assertSaid(heard, 1, 0);
      silences.answered(ONE);
      assertSaid(heard, 1, 1);
      silences.noAnswer(ONE, "refused");
      assertSaid(heard, 2, 1);
    }
  }

  @Test
  void whoHasTheSlotsNowEndsTheSilenceOfWhoHadThem() {
    try (var heard = new Heard("com.devskyy")) {
      var silences = at("redis-cluster://host");
      silences.noAnswer(OTHER, "refused");
      silences.answered(new Range(50, 150));
      assertSaid(heard, 1, 1);
    }
  }

  @Test
  void whereThereIsOneServerAnyAnswerIsIts() {
    try (var heard = new Heard("com.devskyy")) {
      var silences = at("redis://host");
      silences.noAnswer(ONE, "refused");
      silences.noAnswer(OTHER, "refused");
      silences.answered(OTHER);
      assertSaid(heard, 1, 1);
      silences.answered(ONE);
      assertSaid(heard, 1, 1);
    }
  }
}
