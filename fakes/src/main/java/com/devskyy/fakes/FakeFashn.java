package com.devskyy.fakes;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// FASHN's prediction interface, as far as it is known. Threads may share it.
public final class FakeFashn implements AutoCloseable {
  /// The key it knows, with 100 credits.
  public static final String KEY = "fa-fake-key";

  private static final int CREDITS = 100;
  private static final int SLOTS = 6;
  private static final Duration RESULTS_KEPT = Duration.ofDays(3);

  private final InstantSource clock;
  private final Cdn cdn;
  private final Faults<FashnFault> faults = new Faults<>();
  private final Set<String> reachable = ConcurrentHashMap.newKeySet();
  private final FakeServer server;

  // The rest is guarded by this.
  private final Map<String, FashnRun> runs = new LinkedHashMap<>();
  private final Deque<Instant> runCalls = new ArrayDeque<>();
  private final Deque<Instant> statusCalls = new ArrayDeque<>();
  private Duration waiting = Duration.ofSeconds(2);
  private Duration processing = Duration.ofSeconds(8);
  private int credits = CREDITS;

  /// @param clock by which its runs go on and its addresses expire
  public FakeFashn(InstantSource clock) {
    this.clock = clock;
    this.cdn = new Cdn(clock);
    this.server = new FakeServer(this::serve);
  }

  /// Where it is: what a client takes for the base address.
  public URI base() {
    return URI.create(server.address() + "/v1");
  }

  /// Gives the account so many credits.
  public synchronized void credits(int left) {
    credits = left;
  }

  /// How long later runs wait and are processed.
  public synchronized void pace(Duration waitingFor, Duration processingFor) {
    waiting = waitingFor;
    processing = processingFor;
  }

  /// Makes an address one from which images can be loaded; all others cannot.
  public void reachable(String url) {
    reachable.add(url);
  }

  /// Lets something go wrong, at the next request it can happen to.
  public void next(FashnFault fault) {
    next(fault, 1);
  }

  /// The same several times.
  public void next(FashnFault fault, int times) {
    faults.add(fault, times);
  }

  /// How many runs were started: each is paid for, unless it fails.
  public synchronized int started() {
    return runs.size();
  }

  /// What was run: the JSON of each request.
  public synchronized List<String> asked() {
    return runs.values().stream().map(run -> run.body.toString()).toList();
  }

  /// Credits that were spent.
  public synchronized int spent() {
    charge();
    return CREDITS - credits;
  }

  /// What clients did that they must not do.
  public List<String> complaints() {
    return cdn.complaints();
  }

  private synchronized FakeServer.Answer serve(HttpExchange request, byte[] body) {
    if (!("Bearer " + KEY).equals(request.getRequestHeaders().getFirst("Authorization"))) {
      return error(401, "UnauthorizedAccess", "Invalid token");
    }
    charge();
    String path = request.getRequestURI().getPath();
    String route = request.getRequestMethod() + " " + path;
    if (route.equals("POST /v1/run")) {
      return run(body);
    }
    Optional<FashnFault> fault = faults.take(FashnFault.OF_READING);
    if (fault.isPresent()) {
      return switch (fault.get()) {
        case READ_RATE_LIMITED -> error(429, "RateLimitExceeded", "Too many requests");
        case READ_REFUSED -> error(401, "UnauthorizedAccess", "Invalid token");
        case READ_NOT_FOUND -> error(404, "NotFound", "no such prediction");
        default -> FakeServer.Answer.page(500, "<html>Internal Server Error</html>");
      };
    }
    if (route.startsWith("GET /v1/status/")) {
      return tooMany(statusCalls, 50, Duration.ofSeconds(10))
          ? error(429, "RateLimitExceeded", "Too many requests")
          : status(path.substring("/v1/status/".length()));
    }
    return route.equals("GET /v1/credits")
        ? FakeServer.Answer.json(
            200,
            Map.of(),
            Map.of("credits", Map.of("total", credits, "subscription", credits, "on_demand", 0)))
        : error(404, "NotFound", "no such route");
  }

  private boolean tooMany(Deque<Instant> calls, int most, Duration within) {
    Instant now = clock.instant();
    while (!calls.isEmpty() && !calls.getFirst().isAfter(now.minus(within))) {
      calls.removeFirst();
    }
    if (calls.size() >= most) {
      return true;
    }
    calls.addLast(now);
    return false;
  }

  private FakeServer.Answer run(byte[] bytes) {
    Optional<FashnFault> fault = faults.take(FashnFault.OF_RUNNING);
    if (fault.isPresent()) {
      switch (fault.get()) {
        case RATE_LIMITED -> {
          return error(429, "RateLimitExceeded", "Too many requests");
        }
        case CONCURRENCY -> {
          return error(429, "ConcurrencyLimitExceeded", "Too many predictions");
        }
        case OUT_OF_CREDITS -> {
          return error(429, "OutOfCredits", "No credits left");
        }
        case SERVER_ERROR -> {
          return error(500, "InternalServerError", "Something went wrong");
        }
        default -> {
          // The run is made; its answer is not given.
        }
      }
    }
    JsonNode body;
    try {
      body = FakeServer.JSON.readTree(bytes);
    } catch (JacksonException e) {
      return error(400, "BadRequest", "the body is no JSON");
    }
    Optional<String> refusal = FashnRules.refusal(body);
    if (refusal.isPresent()) {
      return error(400, "BadRequest", refusal.get());
    }
    if (tooMany(runCalls, 50, Duration.ofMinutes(1))) {
      return error(429, "RateLimitExceeded", "Too many requests");
    }
    Instant now = clock.instant();
    if (runs.values().stream().filter(one -> one.isLive(now)).count() >= SLOTS) {
      return error(429, "ConcurrencyLimitExceeded", "Too many predictions");
    }
    if (credits < FashnRules.credits(body)) {
      return error(429, "OutOfCredits", "No credits left");
    }
    FashnFault ofRun = faults.take(FashnFault.OF_RUNS).orElse(null);
    if (ofRun == null && !FashnRules.images(body).stream().allMatch(this::canBeLoaded)) {
      ofRun = FashnFault.IMAGE_LOAD_ERROR;
    }
    var run =
        new FashnRun(
            "8f0c%04d-u1".formatted(runs.size() + 1), body, now, waiting, processing, ofRun);
    runs.put(run.id, run);
    return switch (fault.orElse(null)) {
      case ANSWER_CUT -> new FakeServer.Answer.Cut();
      case SERVER_PAGE -> FakeServer.Answer.page(500, "<html>Internal Server Error</html>");
      case null, default -> {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", run.id);
        json.put("error", null);
        yield FakeServer.Answer.json(200, Map.of(), json);
      }
    };
  }

  /// A data URI must be an image; an address must be known.
  private boolean canBeLoaded(String image) {
    if (!image.startsWith("data:")) {
      return reachable.contains(image);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
      String head = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
      return head.startsWith("\u0089PNG")
          || head.startsWith("\u00ff\u00d8\u00ff")
          || head.startsWith("RIFF");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private FakeServer.Answer status(String id) {
    FashnRun run = runs.get(id);
    if (run == null) {
      return error(404, "NotFound", "no such prediction");
    }
    String status = run.status(clock.instant());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", run.id);
    json.put("status", status);
    json.put("output", null);
    json.put("error", null);
    if (status.equals("failed")) {
      json.put(
          "error", Map.of("name", run.failure().orElseThrow(), "message", "it did not work out"));
    }
    if (!status.equals("completed")) {
      return FakeServer.Answer.json(200, Map.of(), json);
    }
    json.put("output", output(run));
    return FakeServer.Answer.json(
        200, Map.of("x-fashn-credits-used", Integer.toString(FashnRules.credits(run.body))), json);
  }

  private @Nullable List<String> output(FashnRun run) {
    if (run.fault == FashnFault.OUTPUT_NULL) {
      return null;
    }
    if (run.fault == FashnFault.OUTPUT_EMPTY) {
      return List.of();
    }
    Cdn.Delivery delivery =
        switch (run.fault) {
          case OUTPUT_EXPIRED -> run.addressRefused ? Cdn.Delivery.WHOLE : Cdn.Delivery.EXPIRED;
          case OUTPUT_MISSING -> Cdn.Delivery.MISSING;
          case OUTPUT_GARBAGE -> Cdn.Delivery.GARBAGE;
          case null, default -> Cdn.Delivery.WHOLE;
        };
    run.addressRefused = true;
    List<String> output = new ArrayList<>();
    for (int i = 0; i < FashnRules.samples(run.body); i++) {
      byte[] picture = Samples.png(864, 1296, run.body.toString().hashCode() + i);
      output.add(
          cdn.publish("output_" + i + ".png", "image/png", picture, RESULTS_KEPT, delivery)
              .toString());
    }
    return output;
  }

  private void charge() {
    Instant now = clock.instant();
    for (FashnRun run : runs.values()) {
      if (!run.charged && !run.isLive(now)) {
        run.charged = true;
        credits -= run.status(now).equals("completed") ? FashnRules.credits(run.body) : 0;
      }
    }
  }

  private static FakeServer.Answer error(int status, String name, String message) {
    return FakeServer.Answer.json(status, Map.of(), Map.of("error", name, "message", message));
  }

  @Override
  public void close() {
    server.close();
    cdn.close();
  }
}
