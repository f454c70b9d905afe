package com.devskyy.providers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class ProviderHttpTest {
  private static final int MOST = 1_000;
  private static final ProviderHttp.Limits LIMITS =
      new ProviderHttp.Limits(
          Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5), MOST, MOST, 3);

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private HttpServer server;
  private URI base;
  private ProviderHttp http;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    http = http(base);
  }

  @AfterEach
  void close() {
    http.close();
    server.stop(0);
  }

  private static ProviderHttp http(URI base) {
    return new ProviderHttp("Tripo", base, new ApiKey("geheim"), LIMITS, _ -> {});
  }

  /// Whatever is asked for is there; at `/large` it is too large.
  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path + " " + exchange.getRequestHeaders().containsKey("Authorization"));
      byte[] body = path.equals("/large") ? new byte[MOST + 1] : "here".getBytes(UTF_8);
      String to = redirects.get(path);
      if (to != null) {
        exchange.getResponseHeaders().set("Location", to);
      }
      exchange.sendResponseHeaders(to == null ? 200 : 302, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Optional<ProviderException> none(Reply reply) {
    return Optional.empty();
  }

  @Test
  void aCreationWhoseAnswerIsTooLargeMayHaveHappened() {
    assertThatThrownBy(() -> http.create("/large", "{}", ProviderHttpTest::none))
        .isInstanceOf(AnswerLost.class)
        .hasMessageContaining("larger than 1,000 bytes");
  }

  @Test
  void whatIsTooLargeToReadIsNotReadAgain() {
    assertThatThrownBy(() -> http.get("/large", ProviderHttpTest::none))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("larger than 1,000 bytes");
    assertThatThrownBy(() -> http.download(base.resolve("/large"))).isInstanceOf(Refused.class);
    assertThat(asked).containsExactly("/large true", "/large false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "not HTTP\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"})
  void whateverBreaksAfterItWasSentMayHaveHappened(String answer) throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var broken = http(URI.create("http://127.0.0.1:" + listener.getLocalPort()))) {
      Thread.ofVirtual().start(() -> answer(listener, answer));
      assertThatThrownBy(() -> broken.create("/run", "{}", ProviderHttpTest::none))
          .isInstanceOf(AnswerLost.class);
    }
  }

  private static void answer(ServerSocket listener, String answer) {
    try (Socket client = listener.accept()) {
      int read = client.getInputStream().read(new byte[4_096]);
      client.getOutputStream().write((read > 0 ? answer : "").getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatWasNeverConnectedDidNotHappen() throws Exception {
    URI closed;
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }
    try (var none = http(closed)) {
      assertThatThrownBy(() -> none.create("/run", "{}", ProviderHttpTest::none))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("could not be reached");
    }
  }

  @Test
  void aResultIsFetchedWhereItMovedToWithoutTheKey() throws Exception {
    redirects.put("/a", "/b");
    redirects.put("/b", base + "/c?sig=1");
    assertThat(http.download(base.resolve("/a"))).asString(UTF_8).isEqualTo("here");
    assertThat(asked).containsExactly("/a false", "/b false", "/c false");
  }

  @Test
  void aResultThatMovesForEverIsGivenUp() {
    redirects.put("/a", "/a");
    assertThatThrownBy(() -> http.download(base.resolve("/a")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("redirects more than 5 times");
    assertThat(asked).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.example/b",
        "file:///etc/passwd",
        "https://u:geheim@a.example/b",
        "https:///b",
        "no address"
      })
  void aResultIsNotFetchedFromJustAnywhere(String to) {
    redirects.put("/a", to);
    assertThatThrownBy(() -> http.download(base.resolve("/a")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Tripo gave a result at")
        .hasMessageNotContaining("geheim");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aServiceThatIsAskedByTlsGivesNoResultsWithoutIt() {
    try (var secure = http(URI.create("https://openapi.example/v3"))) {
      assertThatThrownBy(() -> secure.download(base.resolve("/a?sig=geheim")))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("results are fetched by https")
          .hasMessageNotContaining("geheim");
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://cdn.example/b?sig=geheim", "//cdn.example/b", "/b"})
  void aRedirectOfAResultStaysWithinTls(String location) throws Exception {
    URI at = URI.create("https://cdn.example/a");
    var reply =
        new Reply(
            302,
            HttpHeaders.of(Map.of("Location", List.of(location)), (_, _) -> true),
            new byte[0]);
    if (location.startsWith("http:")) {
      assertThatThrownBy(() -> http.next(at, reply))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("may not lead from https to http")
          .hasMessageNotContaining("geheim");
    } else {
      assertThat(http.next(at, reply)).isEqualTo(URI.create("https://cdn.example/b"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After | 7 | PT7S",
        "Retry-After | 1.5 | PT1.5S",
        "Retry-After | 99999999999 | PT1H",
        "Retry-After | Mon, 23 Nov 2026 10:00:42 GMT | PT42S",
        "Retry-After | Mon, 23 Nov 2026 09:59:00 GMT | PT0S",
        "Retry-After | Tue, 24 Nov 2026 10:00:00 GMT | PT1H",
        "Retry-After | -1 |",
        "Retry-After | soon |",
        "X-RateLimit-Reset | 12 | PT12S",
        "X-RateLimit-Reset | 1795428000 |",
      })
  void patienceIsAskedForInSecondsOrUntilATimeOfTheServersClock(
      String name, String value, Duration after) {
    Map<String, List<String>> headers =
        Map.of(name, List.of(value), "Date", List.of("Mon, 23 Nov 2026 10:00:00 GMT"));
    assertThat(new Reply(429, HttpHeaders.of(headers, (_, _) -> true), new byte[0]).retryAfter())
        .isEqualTo(Optional.ofNullable(after));
  }

  @Test
  void aDateWithoutTheServersClockSaysNothing() {
    assertThat(Patience.retryAfter(Optional.of("Mon, 23 Nov 2026 10:00:42 GMT"), Optional.empty()))
        .isEmpty();
  }
}
