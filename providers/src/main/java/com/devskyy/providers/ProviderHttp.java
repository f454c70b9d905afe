package com.devskyy.providers;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Calls one service by the rules that hold for all:
///
/// - Reading is repeated when the service is busy or in trouble: after 1 s, doubling to 32 s, or
///   as it asks; at most as often as [Limits#tries()].
/// - What may be paid for is sent once, on a connection of its own: a kept one that the other
///   side has just closed would look like a lost answer. Whether it was sent decides between
///   [ProviderException.Unavailable] and [ProviderException.AnswerLost].
/// - Results are downloaded without the key, from whichever host the service names: its word came
///   by TLS, and hosts of results change. Only https is asked, also after each of at most five
///   redirects; without TLS only where the service itself is, as a stand-in or one's own server,
///   and even there no redirect leads out of TLS.
/// - Every call has a time and a size it may not exceed.
/// - No message holds a key or the query of an address, which may be a signature.
///
/// Threads may share it. It holds no thread while it waits but the caller's, which may be
/// virtual.
public final class ProviderHttp implements AutoCloseable {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(32);

  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final String service;
  private final URI base;
  private final ApiKey key;
  private final Limits limits;
  private final Waiting waiting;
  private final Transport transport;

  /// What a call may take.
  ///
  /// @param connect time to reach the service
  /// @param answer time to the whole answer
  /// @param download time to a whole download
  /// @param answerBytes size of an answer
  /// @param downloadBytes size of a download
  /// @param tries of reading, at least 1
  public record Limits(
      Duration connect,
      Duration answer,
      Duration download,
      int answerBytes,
      int downloadBytes,
      int tries) {
    /// 10 s, 60 s, 2 minutes, 4 MiB, 150 MiB, 5 tries.
    public static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(2),
            4 << 20,
            150 << 20,
            5);
  }

  /// Tells what an answer means that is not as it should be.
  @FunctionalInterface
  public interface Errors {
    /// The error in an answer; empty when there is none.
    Optional<ProviderException> in(Reply reply);
  }

  /// @param service for people, such as `Tripo`
  /// @param base what the paths of its calls follow
  public ProviderHttp(String service, URI base, ApiKey key, Limits limits, Waiting waiting) {
    this.service = service;
    this.base = base;
    this.key = key;
    this.limits = limits;
    this.waiting = waiting;
    this.transport = new Transport(service, limits.connect());
  }

  /// Reads, again and again within reason.
  public Reply get(String path, Errors errors) throws ProviderException, InterruptedException {
    HttpRequest request = authorized(path).GET().build();
    return patiently(() -> asked(transport, request, errors));
  }

  /// Sends something that costs nothing and may be there twice, such as an upload; once.
  public Reply post(String path, String contentType, BodyPublisher body, Errors errors)
      throws ProviderException, InterruptedException {
    HttpRequest request = authorized(path).header("Content-Type", contentType).POST(body).build();
    return freely(() -> asked(transport, request, errors));
  }

  /// Sends what may be paid for; once.
  public Reply create(String path, String json, Errors errors)
      throws ProviderException, InterruptedException {
    HttpRequest request =
        authorized(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    try (var own = new Transport(service, limits.connect())) {
      return asked(own, request, errors);
    }
  }

  /// Fetches a result; tries again as reading does. The key is not sent: the address is a
  /// stranger's.
  ///
  /// @throws ProviderException.Refused with the status, when the address does not give it (any
  ///     more); with 0, when it is none that is asked
  public byte[] download(URI uri) throws ProviderException, InterruptedException {
    return patiently(() -> downloaded(uri, limits.download())).body();
  }

  /// The same for what one can do without: once, within the time of an answer.
  public byte[] downloadOnce(URI uri) throws ProviderException, InterruptedException {
    return freely(() -> downloaded(uri, min(limits.answer(), limits.download()))).body();
  }

  /// @param limit of each hop
  private Reply downloaded(URI uri, Duration limit) throws ProviderException, InterruptedException {
    URI at = uri;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      mustBeAllowed(at);
      Reply reply =
          transport.send(
              HttpRequest.newBuilder(at).GET().build(),
              "GET " + shown(at),
              limit,
              limits.downloadBytes());
      if (!REDIRECTS.contains(reply.status())) {
        return whole(reply, at);
      }
      at = next(at, reply);
    }
    throw noAddress(uri, "it redirects more than %d times".formatted(MOST_REDIRECTS));
  }

  private void mustBeAllowed(URI at) throws ProviderException {
    boolean isWeb = is("https", at) || (is("http", at) && is("http", base));
    if (!isWeb || at.getHost() == null || at.getRawUserInfo() != null) {
      throw noAddress(at, "results are fetched by https, without user and password");
    }
  }

  private static boolean is(String scheme, URI uri) {
    return scheme.equalsIgnoreCase(uri.getScheme());
  }

  /// Where a redirect leads.
  URI next(URI at, Reply reply) throws ProviderException {
    Optional<String> location = reply.header("Location");
    URI next;
    try {
      next = at.resolve(location.orElseThrow(() -> noAddress(at, "it redirects to nowhere")));
    } catch (IllegalArgumentException e) {
      throw noAddress(at, "it redirects to what is no address");
    }
    if (is("https", at) && !is("https", next)) {
      throw noAddress(next, "a redirect may not lead from https to " + next.getScheme());
    }
    return next;
  }

  private ProviderException.Refused noAddress(URI at, String why) {
    return new ProviderException.Refused(
        0, "", "%s gave a result at %s: %s".formatted(service, shown(at), why));
  }

  private Reply whole(Reply reply, URI at) throws ProviderException {
    if (reply.isOk()) {
      return reply;
    }
    String said =
        "download of %s: %s answered %d".formatted(shown(at), at.getHost(), reply.status());
    if (reply.status() == 429) {
      throw new ProviderException.RateLimited(reply.retryAfter().orElse(FIRST_DELAY), said);
    }
    throw reply.status() >= 500
        ? new ProviderException.Unavailable(said)
        : new ProviderException.Refused(reply.status(), "", said);
  }

  private HttpRequest.Builder authorized(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + key.value())
        .header("Accept", "application/json");
  }

  private Reply asked(Transport through, HttpRequest request, Errors errors)
      throws ProviderException, InterruptedException {
    String what = "%s %s".formatted(request.method(), shown(request.uri()));
    return checked(
        through.send(request, what, limits.answer(), limits.answerBytes()), errors, what);
  }

  private Reply checked(Reply reply, Errors errors, String what) throws ProviderException {
    Optional<ProviderException> error = errors.in(reply);
    if (error.isPresent()) {
      throw error.get();
    }
    if (!reply.isOk()) {
      throw new ProviderException.Refused(
          reply.status(), "", "%s answered %d to %s".formatted(service, reply.status(), what));
    }
    return reply;
  }

  private interface Call {
    Reply send() throws ProviderException, InterruptedException;
  }

  /// A lost answer of a call without consequences is only that.
  private static Reply freely(Call call) throws ProviderException, InterruptedException {
    try {
      return call.send();
    } catch (ProviderException.AnswerLost e) {
      throw new ProviderException.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Reply patiently(Call call) throws ProviderException, InterruptedException {
    Duration delay = FIRST_DELAY;
    for (int tries = 1; ; tries++) {
      Duration wait = delay;
      try {
        return freely(call);
      } catch (ProviderException.RateLimited e) {
        if (tries >= limits.tries() || e.after().compareTo(LONGEST_DELAY) > 0) {
          throw e;
        }
        wait = max(wait, e.after());
      } catch (ProviderException.Unavailable e) {
        if (tries >= limits.tries()) {
          throw e;
        }
      }
      waiting.waitFor(wait);
      delay = min(delay.multipliedBy(2), LONGEST_DELAY);
    }
  }

  /// An address without what may be secret in it.
  static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return "%s://%s%s%s".formatted(uri.getScheme(), uri.getHost(), port, uri.getPath());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public void close() {
    transport.close();
  }
}
