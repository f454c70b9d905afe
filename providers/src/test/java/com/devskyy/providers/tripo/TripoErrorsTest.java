package com.devskyy.providers.tripo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.Reply;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every error that Tripo documents, also those its stand-in has no occasion for.
final class TripoErrorsTest {
  private static Optional<ProviderException> of(int status, String body) {
    return TripoErrors.in(
        new Reply(
            status,
            HttpHeaders.of(Map.of("Retry-After", List.of("9")), (_, _) -> true),
            body.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "401, 1000, Refused, TRIPO_API_KEY is wrong",
    "401, 1002, Refused, of the other region than TRIPO_URL",
    "400, 1003, Refused, do this",
    "400, 1004, Refused, do this",
    "403, 1005, Refused, the account may not do this",
    "404, 4001, Refused, do this",
    "429, 1007, RateLimited, do this",
    "429, 2000, RateLimited, do this",
    "404, 2001, Refused, only the key that made a task sees it",
    "400, 2002, Refused, do this",
    "400, 2003, Refused, do this",
    "400, 2004, Refused, do this",
    "400, 2006, Refused, do this",
    "400, 2007, Refused, do this",
    "400, 2008, Refused, do this",
    "403, 2010, OutOfCredits, do this",
    "400, 2013, Refused, do this",
    "500, 2014, Unavailable, do this",
    "400, 2015, Refused, set TRIPO_MODEL",
    "404, 2019, Refused, do this",
    "400, 2021, Refused, do this",
    "400, 2022, Refused, do this",
    "500, 1000, Unavailable, do this",
    "500, 1001, Unavailable, do this",
  })
  void everyCodeIsToldApartWithWhatTripoSuggests(
      int status, int code, String kind, String contains) {
    ProviderException error =
        of(
                status,
                "{\"code\":%d,\"message\":\"what it is\",\"suggestion\":\"do this\"}"
                    .formatted(code))
            .orElseThrow();
    assertThat(error.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(error).hasMessageContaining("%d/%d: what it is".formatted(status, code));
    assertThat(error).hasMessageContaining(contains);
    if (error instanceof ProviderException.RateLimited limited) {
      assertThat(limited.after()).hasSeconds(9);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, AnswerLost",
    "302, Refused",
    "403, Refused",
    "429, RateLimited",
    "502, AnswerLost",
  })
  void aPageOfSomebodyElseIsNoWordOfTripo(int status, String kind) {
    assertThat(of(status, "<html>gone</html>").orElseThrow().getClass().getSimpleName())
        .isEqualTo(kind);
  }

  @Test
  void whatIsWellIsNoError() {
    assertThat(of(200, "{\"code\":0,\"data\":{}}")).isEmpty();
  }
}
