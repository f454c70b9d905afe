package com.devskyy.providers;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// Sends requests to one service, and says of each without an answer whether it may have arrived.
/// Follows no redirect. Threads may share it.
public final class Transport implements AutoCloseable {
  private final String service;
  private final HttpClient client;

  /// @param service for people, such as `Tripo`
  /// @param connect time to reach it
  public Transport(String service, Duration connect) {
    this.service = service;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .build();
  }

  /// Sends a request, once.
  ///
  /// @param what is asked, for people; without secrets
  /// @param limit time to the whole answer
  /// @param maxBytes of the answer's body
  /// @throws ProviderException.Unavailable when it was certainly not sent
  /// @throws ProviderException.AnswerLost when it may have been
  /// @throws ProviderException.Refused when what was to be read is larger
  public Reply send(HttpRequest request, String what, Duration limit, int maxBytes)
      throws ProviderException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, _ -> new BoundedBody(maxBytes));
    try {
      HttpResponse<byte[]> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      throw new ProviderException.AnswerLost(
          "%s did not answer %s within %d s".formatted(service, what, limit.toSeconds()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof BoundedBody.TooLarge
          ? tooLarge(request, what, maxBytes)
          : failed(what, cause);
    } finally {
      answer.cancel(true);
    }
  }

  /// To a question the answer is all there is; of anything else it may be that it was done.
  private ProviderException tooLarge(HttpRequest request, String what, int maxBytes) {
    String said =
        "the answer of %s to %s is larger than %,d bytes".formatted(service, what, maxBytes);
    return request.method().equals("GET")
        ? new ProviderException.Refused(0, "", said)
        : new ProviderException.AnswerLost(said);
  }

  /// Only what broke before there was a connection is known not to have been sent.
  private ProviderException failed(String what, Throwable cause) {
    boolean unsent =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof SSLHandshakeException;
    String why =
        cause.getMessage() == null
            ? cause.getClass().getSimpleName()
            : cause.getClass().getSimpleName() + ": " + Said.line(cause.getMessage());
    return unsent
        ? new ProviderException.Unavailable(
            "%s could not be reached for %s (%s)".formatted(service, what, why))
        : new ProviderException.AnswerLost(
            "the answer of %s to %s was lost (%s)".formatted(service, what, why));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
