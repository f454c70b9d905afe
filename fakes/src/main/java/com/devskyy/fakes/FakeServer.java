package com.devskyy.fakes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// A server on a free port of loopback. A handler that throws is a fault of the stand-in: it is
/// remembered, so that no test takes the answer for a trouble it asked for.
final class FakeServer implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// What it does with a request.
  interface Handler {
    Answer handle(HttpExchange request, byte[] body) throws Exception;
  }

  /// What it answers.
  sealed interface Answer {
    /// An answer as HTTP has it.
    @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {}

    /// The connection ends without an answer.
    record Cut() implements Answer {}

    static Answer json(int status, Map<String, String> headers, Object body) {
      return new Whole(
          status, with(headers, "Content-Type", "application/json"), JSON.writeValueAsBytes(body));
    }

    static Answer page(int status, String html) {
      return new Whole(
          status, Map.of("Content-Type", "text/html"), html.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> with(
        Map<String, String> headers, String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return more;
    }
  }

  FakeServer(Handler handler) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(handler, exchange));
    server.start();
  }

  /// What went wrong here that should not.
  List<String> complaints() {
    return complaints;
  }

  private void serve(Handler handler, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (answer(handler, exchange, body)) {
        case Answer.Cut() -> {
          // Closing without a head ends the connection.
        }
        case Answer.Whole(int status, var headers, byte[] bytes) -> {
          headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          boolean bodiless = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
          if (!bodiless) {
            exchange.getResponseBody().write(bytes);
          }
        }
      }
    }
  }

  private Answer answer(Handler handler, HttpExchange exchange, byte[] body) {
    try {
      return handler.handle(exchange, body);
    } catch (InterruptedException e) {
      return new Answer.Cut(); // It is closed while somebody waits.
    } catch (Exception e) {
      String what =
          "the stand-in failed at %s %s: %s"
              .formatted(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
      complaints.add(what);
      return Answer.page(500, what);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
