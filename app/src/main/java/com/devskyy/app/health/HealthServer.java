package com.devskyy.app.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.worker.Worker;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Answers `/health/live` and `/health/ready` on all addresses of the machine: 200 or 503, and why
/// in a line of text. Says nothing else, so it needs no secret. Thread-safe.
public final class HealthServer implements AutoCloseable {
  private static final Health STARTING = new Health(false, "starting");

  private final HttpServer server;
  private volatile Supplier<Health> live = () -> new Health(true, "starting");
  private volatile Supplier<Health> ready = () -> STARTING;

  private HealthServer(HttpServer server) {
    this.server = server;
    server.createContext("/health/live", exchange -> answer(exchange, live.get()));
    server.createContext("/health/ready", exchange -> answer(exchange, ready.get()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// Begins to answer, with `starting` until there is a worker.
  ///
  /// @throws Problem when the port cannot be had
  public static HealthServer open(int port) {
    // Read once, by the first server of the process: nobody holds a connection for long, and many.
    System.setProperty("jdk.httpserver.maxConnections", "64");
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "5");
    try {
      return new HealthServer(HttpServer.create(new InetSocketAddress(port), 0));
    } catch (IOException e) {
      throw new Problem(
          ExitCode.USAGE,
          "port %d cannot be had: %s".formatted(port, e.getMessage()),
          "HEALTH_PORT says where a worker answers /health/ready; 0 is nowhere",
          "devskyy worker --health-port 0",
          e);
    }
  }

  /// Tells of this worker from now on.
  ///
  /// @param lease length of a lease
  public void watch(Worker worker, Duration lease) {
    live = () -> Health.live(worker.pulse());
    ready = () -> Health.ready(worker.pulse(), lease);
  }

  private static void answer(HttpExchange exchange, Health health) throws IOException {
    try (exchange) {
      boolean known =
          exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath());
      byte[] text = ((known ? health.said() : "not found") + "\n").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean bodiless = exchange.getRequestMethod().equals("HEAD");
      int status = health.ok() ? 200 : 503;
      exchange.sendResponseHeaders(known ? status : 404, bodiless ? -1 : text.length);
      if (!bodiless) {
        exchange.getResponseBody().write(text);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
