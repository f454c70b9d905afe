package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class DownloadTest {
  private static final byte[] PICTURE = Pictures.png(640, 427);
  @TempDir static Path folder;
  private static SSLContext tls;

  private final Map<String, Deque<String>> names = new HashMap<>();
  private final List<String> lookedUp = new ArrayList<>();
  private final List<TestHost> hosts = new ArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);

  @BeforeAll
  static void certificate() throws Exception {
    tls = TestHost.certificate(folder);
  }

  @AfterEach
  void close() throws IOException {
    done.countDown();
    for (TestHost host : hosts) {
      host.close();
    }
  }

  /// A host without TLS on this machine, which rules must allow.
  private TestHost plain(TestHost.Answer answer) throws IOException {
    hosts.add(TestHost.plain(answer));
    return hosts.getLast();
  }

  private TestHost secure(TestHost.Answer answer) throws IOException {
    hosts.add(TestHost.secure(tls, answer));
    return hosts.getLast();
  }

  /// Each look-up takes the next address; the last one stays.
  private void name(String name, String... addresses) {
    names.put(name, new ArrayDeque<>(List.of(addresses)));
  }

  private InetAddress[] lookUp(String name) throws UnknownHostException {
    lookedUp.add(name);
    Deque<String> addresses = names.getOrDefault(name, new ArrayDeque<>(List.of(name)));
    String next = addresses.size() > 1 ? addresses.pop() : addresses.peek();
    List<InetAddress> found = new ArrayList<>();
    for (String address : next.split(" ")) {
      if (!address.matches("[0-9a-f.:]+")) {
        throw new UnknownHostException(address);
      }
      found.add(InetAddress.getByName(address));
    }
    return found.toArray(InetAddress[]::new);
  }

  private InputFile fetch(String url, String... allowed) throws IOException {
    var rules =
        new FetchRules(
            folder,
            Set.of(allowed),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(2));
    return new InputFiles(rules, this::lookUp, tls.getSocketFactory())
        .read("image_url", url, new Wanted(Wanted.IMAGE.kinds(), 100_000, 1_000_000));
  }

  private void refused(String why, String url, String... allowed) {
    assertThatThrownBy(() -> fetch(url, allowed))
        .isInstanceOf(InputRefusedException.class)
        .hasMessageStartingWith("image_url must be ")
        .hasMessageContaining("; was \"")
        .hasMessageEndingWith(why);
  }

  private void failed(String why, String url, String... allowed) {
    assertThatThrownBy(() -> fetch(url, allowed))
        .isInstanceOf(FetchFailedException.class)
        .hasMessageStartingWith("image_url \"")
        .hasMessageContaining(why);
  }

  private static String url(TestHost host, String path) {
    return "http://127.0.0.1:%d%s".formatted(host.port(), path);
  }

  private static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  @Test
  void anHttpsUrlIsFetchedFromTheAddressThatWasCheckedUnderItsOwnName() throws Exception {
    TestHost host = secure((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    name("cdn.example", "127.0.0.1");
    InputFile file =
        fetch(" https://cdn.example:%d/a%%20b.png?w=1\n".formatted(host.port()), "cdn.example");
    assertThat(file.bytes()).isEqualTo(PICTURE);
    assertThat(file.size()).contains(new ImageSize(640, 427));
    assertThat(file.address()).as("others may not reach what we were allowed").isEmpty();
    assertThat(host.requests().getFirst())
        .contains(
            "GET /a%20b.png?w=1 HTTP/1.1",
            "Host: cdn.example:" + host.port(), "Accept-Encoding: identity");
    assertThat(host.serverNames()).containsExactly(new SNIHostName("cdn.example"));
    assertThat(lookedUp).containsExactly("cdn.example");
  }

  @Test
  void aCertificateForAnotherNameIsNotTaken() throws Exception {
    TestHost host = secure((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    name("other.example", "127.0.0.1");
    failed(
        "other.example could not be spoken to with TLS",
        "https://other.example:%d/a.png".formatted(host.port()),
        "other.example");
    assertThat(host.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.1",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "224.0.0.1",
        "0.0.0.0",
        "1.1.1.1 127.0.0.1"
      })
  void aNameThatLeadsToASpecialAddressIsRefused(String address) throws Exception {
    name("rebound.example", address);
    refused(
        "rebound.example is a private, local or special address", "https://rebound.example/a.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/"})
  void anAddressInPlaceOfANameIsCheckedToo(String url) {
    refused("is a private, local or special address", url);
  }

  @Test
  void aNameThatChangesItsMindIsStillConnectedWhereItWasChecked() throws Exception {
    TestHost host = secure((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    // Public when it is checked (nobody answers there), local when asked again.
    name("cdn.example", "2000::1", "127.0.0.1");
    failed("cdn.example", "https://cdn.example:%d/a.png".formatted(host.port()));
    assertThat(lookedUp).containsExactly("cdn.example");
    assertThat(host.requests()).isEmpty();
  }

  @Test
  void aRedirectToAPrivateAddressIsRefused() throws Exception {
    TestHost inner = plain((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    TestHost host =
        plain(
            (_, out) ->
                TestHost.send(
                    out, "302 Found", new byte[0], "Location: https://intern.example/a.png"));
    name("intern.example", "10.0.0.1");
    refused(
        "intern.example is a private, local or special address",
        url(host, "/"),
        "127.0.0.1:" + host.port());
    assertThat(inner.requests()).isEmpty();
  }

  @Test
  void allowingOnePortOfAHostAllowsNoOther() throws Exception {
    TestHost inner = plain((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    TestHost host =
        plain(
            (_, out) ->
                TestHost.send(out, "302 Found", new byte[0], "Location: " + url(inner, "/")));
    refused("http: is not allowed", url(host, "/"), "127.0.0.1:" + host.port());
    assertThat(inner.requests()).isEmpty();
  }

  @Test
  void redirectsAreFollowedFiveTimesAndNotOnceMore() throws Exception {
    TestHost host =
        plain(
            (path, out) -> {
              int left = Integer.parseInt(path.substring(1));
              if (left == 0) {
                TestHost.send(out, "200 OK", PICTURE);
              } else {
                TestHost.send(out, "307 There", new byte[0], "location: /" + (left - 1));
              }
            });
    assertThat(fetch(url(host, "/5"), "127.0.0.1").kind()).isEqualTo(FileKind.PNG);
    refused("it redirects more than 5 times", url(host, "/6"), "127.0.0.1");
  }

  @Test
  void aRedirectMayNotGiveUpTls() throws Exception {
    TestHost host =
        secure(
            (_, out) ->
                TestHost.send(out, "301 Moved", new byte[0], "Location: http://cdn.example/"));
    name("cdn.example", "127.0.0.1");
    refused(
        "it redirects from https to http",
        "https://cdn.example:%d/".formatted(host.port()),
        "cdn.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a.example/", "ftp://a.example/", "file:///etc/passwd", "gopher://a/"})
  void otherSchemesAreRefused(String url) {
    assertThatThrownBy(() -> fetch(url)).isInstanceOf(InputRefusedException.class);
  }

  @Test
  void whatIsSecretInAUrlIsInNoMessage() {
    refused("it holds a user or password", "https://user:geheim@a.example/x.png");
    for (String url :
        new String[] {
          "https://user:geheim@a.example/x.png",
          "ftp://a.example/x.png?sig=geheim",
          "https://?geheim"
        }) {
      assertThatThrownBy(() -> fetch(url)).hasMessageNotContaining("geheim");
    }
  }

  @Test
  void aFileInChunksOrUntilTheEndIsReadWhole() throws Exception {
    TestHost host =
        plain(
            (path, out) -> {
              if (path.equals("/end")) {
                raw(out, "HTTP/1.0 200 OK\r\n\r\n");
                out.write(PICTURE);
                return;
              }
              raw(out, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
              raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              for (int i = 0; i < PICTURE.length; i += 700) {
                int n = Math.min(700, PICTURE.length - i);
                raw(out, Integer.toHexString(n) + ";x=y\r\n");
                out.write(PICTURE, i, n);
                raw(out, "\r\n");
              }
              raw(out, "0\r\n\r\n");
            });
    assertThat(fetch(url(host, "/"), "127.0.0.1").bytes()).isEqualTo(PICTURE);
    assertThat(fetch(url(host, "/end"), "127.0.0.1").bytes()).isEqualTo(PICTURE);
  }

  @Test
  void aFileThatIsCutOffIsNotTaken() throws Exception {
    TestHost host =
        plain(
            (path, out) -> {
              raw(
                  out,
                  path.equals("/chunks")
                      ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n"
                          .formatted(PICTURE.length)
                      : "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(PICTURE.length));
              out.write(PICTURE, 0, PICTURE.length - 1);
            });
    failed("the file was cut off", url(host, "/"), "127.0.0.1");
    failed("the file was cut off", url(host, "/chunks"), "127.0.0.1");
  }

  @Test
  void aFileThatIsTooLargeIsNotReadToItsEnd() throws Exception {
    var sent = new AtomicLong();
    TestHost host =
        plain(
            (path, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\n");
              raw(out, path.equals("/said") ? "Content-Length: 100001\r\n\r\n" : "\r\n");
              out.write(PICTURE);
              for (byte[] more = new byte[100_000]; sent.get() < 1L << 30; ) {
                out.write(more);
                sent.addAndGet(more.length);
              }
            });
    refused("it is larger", url(host, "/said"), "127.0.0.1");
    refused("it is larger", url(host, "/"), "127.0.0.1");
    assertThat(sent.get()).isLessThan(1L << 30);
  }

  @Test
  void whatIsNoPictureIsRefusedByItsFirstBytes() throws Exception {
    TestHost host =
        plain(
            (_, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<html>not a picture");
              done.await();
            });
    refused("by its first bytes it is something else", url(host, "/"), "127.0.0.1");
  }

  @Test
  void packedAnswersAreRefused() throws Exception {
    TestHost host =
        plain((_, out) -> TestHost.send(out, "200 OK", PICTURE, "Content-Encoding: gzip"));
    refused("sent it as Content-Encoding: gzip", url(host, "/"), "127.0.0.1");
  }

  @Test
  void statusesAreForeverOrForNow() throws Exception {
    TestHost host =
        plain(
            (path, out) ->
                TestHost.send(out, path.substring(1) + " X", new byte[0], "Retry-After: 7"));
    for (int status : new int[] {400, 401, 403, 404, 410, 451, 204, 206}) {
      refused("answered " + status, url(host, "/" + status), "127.0.0.1");
    }
    for (int status : new int[] {408, 425, 429, 500, 502, 503}) {
      failed("answered " + status, url(host, "/" + status), "127.0.0.1");
    }
    assertThatThrownBy(() -> fetch(url(host, "/429"), "127.0.0.1"))
        .isInstanceOfSatisfying(
            FetchFailedException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
    TestHost dated =
        plain(
            (_, out) ->
                TestHost.send(
                    out,
                    "503 X",
                    new byte[0],
                    "Date: Mon, 23 Nov 2026 10:00:00 GMT",
                    "Retry-After: Mon, 23 Nov 2026 10:00:42 GMT"));
    assertThatThrownBy(() -> fetch(url(dated, "/"), "127.0.0.1"))
        .isInstanceOfSatisfying(
            FetchFailedException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(42)));
  }

  @Test
  void aHostThatSaysNothingIsGivenUp() throws Exception {
    TestHost host = plain((_, _) -> done.await());
    failed("127.0.0.1 sent nothing for 0 s", url(host, "/"), "127.0.0.1");
  }

  @Test
  void aHostThatTricklesIsCutOffAtTheEndOfTheWholeTime() throws Exception {
    TestHost host =
        plain(
            (_, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\n\r\n");
              for (byte one : PICTURE) {
                out.write(one);
                out.flush();
                done.await(50, TimeUnit.MILLISECONDS);
              }
            });
    failed("127.0.0.1 did not send it within 2 s", url(host, "/"), "127.0.0.1");
  }

  @Test
  void nonsenseIsNoAnswer() throws Exception {
    TestHost host =
        plain(
            (path, out) -> {
              switch (path) {
                case "/ssh" -> raw(out, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
                case "/long" ->
                    raw(out, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
                case "/interim" -> raw(out, "HTTP/1.1 100 Continue\r\n\r\n".repeat(20));
                case "/cut" -> raw(out, "HTTP/1.1 200 OK\r\nX: y");
                default -> raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
              }
            });
    failed("it does not speak HTTP/1.1", url(host, "/ssh"), "127.0.0.1");
    failed("the answer's header is too long", url(host, "/long"), "127.0.0.1");
    failed("it answered 1xx again and again", url(host, "/interim"), "127.0.0.1");
    failed("the answer was cut off", url(host, "/cut"), "127.0.0.1");
    failed("it sent Transfer-Encoding: gzip", url(host, "/gzip"), "127.0.0.1");
  }

  @Test
  void aHostThatIsNotKnownOrNotThereMayBeLater() throws Exception {
    name("none.example", "unknown");
    failed("the host none.example is not known", "https://none.example/a.png");
    TestHost host = plain((_, _) -> {});
    host.close();
    failed("127.0.0.1 broke off: Connection refused", url(host, "/"), "127.0.0.1");
  }

  @Test
  void theNextAddressIsTriedWhenOneIsDead() throws Exception {
    TestHost host = plain((_, out) -> TestHost.send(out, "200 OK", PICTURE));
    name("two.example", "127.0.0.2 127.0.0.1");
    assertThat(fetch("http://two.example:%d/".formatted(host.port()), "two.example").kind())
        .isEqualTo(FileKind.PNG);
  }
}
