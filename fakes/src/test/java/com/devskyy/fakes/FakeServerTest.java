package com.devskyy.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class FakeServerTest {
  @Test
  void aFaultOfTheStandInItselfIsNoTroubleThatWasAskedFor() throws Exception {
    try (var server =
            new FakeServer(
                (_, _) -> {
                  throw new IllegalStateException("a bug");
                });
        var http = new Raw(server.address())) {
      assertThat(http.get("/v3/tasks/1").status()).isEqualTo(500);
      assertThat(server.complaints())
          .singleElement()
          .asString()
          .contains("the stand-in failed at GET /v3/tasks/1", "a bug");
    }
  }
}
