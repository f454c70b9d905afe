package com.devskyy.providers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// Calls one service by the rules that hold for all:
///
/// - Reading is repeated when the service is busy or in trouble: after 1 s, doubling to 32 s, or
///   as it asks; at most as often as [Limits#tries()].
/// - What may be paid for is sent once, on a connection of its own: a kept one that the other side
///   has just closed would look like a lost answer. Whether it was sent decides between
///   [ProviderException.Unavailable] and [ProviderException.AnswerLost].
/// - Results are downloaded without the key.
/// - Every call has a time and a size it may not exceed.
/// - No message holds a key or the query of an address, which may be a signature.
///
/// Threads may share it. It holds no thread while it waits but the caller's, which may be virtual.
public final class ProviderHttp implements AutoCloseable {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(32);

  private final String service;
  private final ApiKey key;
  private final Limits limits;
  private final Waiting waiting;
  private final HttpClient client;

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
  public ProviderHttp(String service, ApiKey key, Limits limits, Waiting waiting) {
    this.service = service;
    this.key = key;
    this.limits = limits;
    this.waiting = waiting;
    this.client = client();
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(limits.connect())
        .build();
  }

  /// Reads, again and again within reason.
  public Reply get(URI uri, Errors errors) throws ProviderException, InterruptedException {
    return patiently(
        () -> checked(send(client, authorized(uri).GET().build()), errors, "GET " + shown(uri)));
  }

  /// Sends something that costs nothing and may be there twice, such as an upload; once.
  public Reply post(URI uri, String contentType, BodyPublisher body, Errors errors)
      throws ProviderException, InterruptedException {
    return freely(
        () ->
            checked(
                send(
                    client, authorized(uri).header("Content-Type", contentType).POST(body).build()),
                errors,
                "POST " + shown(uri)));
  }

  /// Sends what may be paid for; once.
  public Reply create(URI uri, String json, Errors errors)
      throws ProviderException, InterruptedException {
    HttpClient own = client();
    try {
      HttpRequest request =
          authorized(uri)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json))
              .build();
      return checked(send(own, request), errors, "POST " + shown(uri));
    } finally {
      own.shutdownNow();
    }
  }

  /// Fetches a result; tries again as reading does. The key is not sent: the address is a
  /// stranger's.
  ///
  /// @throws ProviderException.Refused with the status, when the address does not give it (any
  /// more)
  public byte[] download(URI uri) throws ProviderException, InterruptedException {
    return patiently(downloading(uri, limits.download())).body();
  }

  /// The same for what one can do without: once, within the time of an answer.
  public byte[] downloadOnce(URI uri) throws ProviderException, InterruptedException {
    return freely(downloading(uri, min(limits.answer(), limits.download()))).body();
  }

  private Call downloading(URI uri, Duration limit) throws ProviderException {
    if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
      throw new ProviderException.Refused(
          0, "", "%s gave a result at %s, which is no web address".formatted(service, shown(uri)));
    }
    HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
    String what = "download of " + shown(uri);
    return () -> {
      Reply reply = send(client, request, limit, limits.downloadBytes());
      if (reply.isOk()) {
        return reply;
      }
      String said = "%s: %s answered %d".formatted(what, uri.getHost(), reply.status());
      if (reply.status() == 429) {
        throw new ProviderException.RateLimited(reply.retryAfter().orElse(FIRST_DELAY), said);
      }
      throw reply.status() >= 500
          ? new ProviderException.Unavailable(said)
          : new ProviderException.Refused(reply.status(), "", said);
    };
  }

  private HttpRequest.Builder authorized(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Authorization", "Bearer " + key.value())
        .header("Accept", "application/json");
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

  private Reply send(HttpClient through, HttpRequest request)
      throws ProviderException, InterruptedException {
    return send(through, request, limits.answer(), limits.answerBytes());
  }

  private Reply send(HttpClient through, HttpRequest request, Duration limit, int maxBytes)
      throws ProviderException, InterruptedException {
    String what = "%s %s".formatted(request.method(), shown(request.uri()));
    CompletableFuture<HttpResponse<byte[]>> answer =
        through.sendAsync(request, _ -> new BoundedBody(maxBytes));
    try {
      HttpResponse<byte[]> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      throw new ProviderException.AnswerLost(
          "%s did not answer %s within %d s".formatted(service, what, limit.toSeconds()));
    } catch (ExecutionException e) {
      throw failed(what, e.getCause() == null ? e : e.getCause(), maxBytes);
    } finally {
      answer.cancel(true);
    }
  }

  private ProviderException failed(String what, Throwable cause, int maxBytes) {
    if (cause instanceof BoundedBody.TooLarge) {
      return new ProviderException.Refused(
          0,
          "",
          "the answer of %s to %s is larger than %,d bytes".formatted(service, what, maxBytes));
    }
    String why = cause.getClass().getSimpleName();
    boolean unsent =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof SSLHandshakeException
            || !(cause instanceof IOException);
    return unsent
        ? new ProviderException.Unavailable(
            "%s could not be reached for %s (%s)".formatted(service, what, why))
        : new ProviderException.AnswerLost(
            "the answer of %s to %s was lost (%s)".formatted(service, what, why));
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
    client.shutdownNow();
  }
}
