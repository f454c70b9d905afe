package com.devskyy.fakes;

import com.sun.net.httpserver.HttpExchange;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// FASHN's prediction interface, as far as it is known. Threads may share it.
public final class FakeFashn implements AutoCloseable {
  /// The key it knows, with 100 credits.
  public static final String KEY = "fa-fake-key";

  private static final int CREDITS = 100;
  private static final FakeServer.Answer TOO_MANY =
      error(429, "RateLimitExceeded", "Too many requests");
  private static final int SLOTS = 6;
  private static final Duration RESULTS_KEPT = Duration.ofDays(3);
  private static final Duration BASE64_KEPT = Duration.ofMinutes(60);

  private final InstantSource clock;
  private final Cdn cdn;
  private final Faults<FashnFault> faults = new Faults<>();
  private final FashnImages images = new FashnImages();
  private final FakeServer server;

  // The rest is guarded by this.
  private final Map<String, FashnAccount> accounts = new HashMap<>();
  private final Map<String, FashnRun> runs = new LinkedHashMap<>();
  private final FashnHooks hooks = new FashnHooks();
  private FashnRun.Pace pace = new FashnRun.Pace(Duration.ofSeconds(2), Duration.ofSeconds(8));

  /// @param clock by which its runs go on and its addresses expire
  public FakeFashn(InstantSource clock) {
    this.clock = clock;
    this.cdn = new Cdn(clock);
    this.accounts.put(KEY, new FashnAccount(CREDITS));
    this.server = new FakeServer(this::serve);
  }

  /// Where it is: what a client takes for the base address.
  public URI base() {
    return URI.create(server.address() + "/v1");
  }

  /// Gives the account of [#KEY] so many credits.
  public void credits(int left) {
    account(KEY, left);
  }

  /// Opens an account, or gives it so many credits.
  public synchronized void account(String key, int credits) {
    accounts.computeIfAbsent(key, _ -> new FashnAccount(credits)).credits = credits;
  }

  /// How long later runs wait and are processed.
  public synchronized void pace(Duration waitingFor, Duration processingFor) {
    pace = new FashnRun.Pace(waitingFor, processingFor);
  }

  /// Puts a picture at an address elsewhere. Addresses of this machine are really fetched from;
  /// at all others there is nothing.
  public void reachable(String url) {
    reachable(url, "image/png", Samples.png(60, 90, url.hashCode()));
  }

  /// The same with a file of one's own.
  public void reachable(String url, String mediaType, byte[] file) {
    images.elsewhere(url, mediaType, file);
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

  /// Credits of [#KEY] that were spent.
  public synchronized int spent() {
    charge();
    return CREDITS - Objects.requireNonNull(accounts.get(KEY)).credits;
  }

  /// Tells those whom runs were started with (`webhook_url`) of what has ended. Time is the
  /// caller's, so this is, too: who is never to be told is not told.
  ///
  /// @return the statuses that were answered; 0 where nobody did
  public List<Integer> deliver(FashnHook manner) {
    List<Integer> answers = new ArrayList<>();
    due(manner)
        .forEach(
            (id, posting) -> {
              answers.add(posting.send());
              synchronized (this) {
                hooks.answered(id, answers.getLast(), clock.instant());
              }
              if (manner == FashnHook.TWICE && answers.getLast() / 100 == 2) {
                answers.add(posting.send());
              }
            });
    return answers;
  }

  private synchronized Map<String, Posting> due(FashnHook manner) {
    Instant now = clock.instant();
    Map<String, Posting> due = new LinkedHashMap<>();
    for (FashnRun run : runs.values()) {
      Instant then = manner == FashnHook.EARLY && run.end().isAfter(now) ? run.end() : now;
      if (!run.isLive(then)) {
        hooks
            .due(run.id, now)
            .map(
                to ->
                    new Posting(to, Map.of(), FakeServer.JSON.writeValueAsBytes(state(run, then))))
            .ifPresent(posting -> due.put(run.id, posting));
      }
    }
    return due;
  }

  /// Tells somebody of a run that there never was, as anyone can who knows the address.
  ///
  /// @return the status that was answered
  public int forge(URI hook) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", "0bad0bad-u1");
    body.put("status", "completed");
    body.put("output", List.of("https://evil.example/output_0.png"));
    body.put("error", null);
    return new Posting(hook, Map.of(), FakeServer.JSON.writeValueAsBytes(body)).send();
  }

  /// What clients did that they must not do, and what went wrong in the stand-in itself.
  public List<String> complaints() {
    return Stream.of(cdn.complaints(), server.complaints()).flatMap(List::stream).toList();
  }

  private synchronized FakeServer.Answer serve(HttpExchange request, byte[] body) {
    String header = String.valueOf(request.getRequestHeaders().getFirst("Authorization"));
    FashnAccount account =
        accounts.get(header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "");
    if (account == null) {
      return error(401, "UnauthorizedAccess", "Invalid token");
    }
    charge();
    String path = request.getRequestURI().getPath();
    String route = request.getRequestMethod() + " " + path;
    if (route.equals("POST /v1/run")) {
      return run(account, request.getRequestURI().getRawQuery(), body);
    }
    Optional<FashnFault> fault = faults.take(FashnFault.OF_READING);
    if (fault.isPresent()) {
      return switch (fault.get()) {
        case READ_RATE_LIMITED -> TOO_MANY;
        case READ_REFUSED -> error(401, "UnauthorizedAccess", "Invalid token");
        case READ_NOT_FOUND -> error(404, "NotFound", "no such prediction");
        default -> FakeServer.Answer.page(500, "<html>Internal Server Error</html>");
      };
    }
    Instant now = clock.instant();
    if (route.startsWith("GET /v1/status/")) {
      return account.statuses.exceeded(now)
          ? TOO_MANY
          : status(account, path.substring("/v1/status/".length()));
    }
    if (route.equals("GET /v1/credits")) {
      int left = account.credits;
      return account.balances.exceeded(now)
          ? TOO_MANY
          : FakeServer.Answer.json(
              200,
              Map.of(),
              Map.of("credits", Map.of("total", left, "subscription", left, "on_demand", 0)));
    }
    return error(404, "NotFound", "no such route");
  }

  private FakeServer.Answer run(FashnAccount account, @Nullable String query, byte[] bytes) {
    Optional<FashnFault> fault = faults.take(FashnFault.OF_RUNNING);
    if (fault.isPresent()) {
      switch (fault.get()) {
        case RATE_LIMITED -> {
          return TOO_MANY;
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
    Instant now = clock.instant();
    if (account.runs.exceeded(now)) {
      return TOO_MANY;
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
    if (runs.values().stream().filter(one -> one.account == account && one.isLive(now)).count()
        >= SLOTS) {
      return error(429, "ConcurrencyLimitExceeded", "Too many predictions");
    }
    if (account.credits < FashnRules.credits(body)) {
      return error(429, "OutOfCredits", "No credits left");
    }
    FashnRun run = started(account, body, now);
    hook(query).ifPresent(address -> hooks.add(run.id, address, now));
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

  private FashnRun started(FashnAccount account, JsonNode body, Instant now) {
    List<Optional<BufferedImage>> loaded =
        FashnRules.images(body).stream().map(images::load).toList();
    FashnFault fault =
        loaded.stream().anyMatch(Optional::isEmpty)
            ? FashnFault.IMAGE_LOAD_ERROR
            : faults.take(FashnFault.OF_RUNS).orElse(null);
    var run =
        new FashnRun(
            "8f0c%04d-u1".formatted(runs.size() + 1),
            account,
            body,
            now,
            pace,
            fault,
            loaded.stream().flatMap(Optional::stream).toList());
    runs.put(run.id, run);
    return run;
  }

  private static Optional<URI> hook(@Nullable String query) {
    return Arrays.stream((query == null ? "" : query).split("&", -1))
        .filter(pair -> pair.startsWith("webhook_url="))
        .map(pair -> pair.substring("webhook_url=".length()))
        .map(text -> URI.create(URLDecoder.decode(text, StandardCharsets.UTF_8)))
        .findFirst();
  }

  private FakeServer.Answer status(FashnAccount account, String id) {
    FashnRun run = runs.get(id);
    if (run == null || run.account != account) {
      return error(404, "NotFound", "no such prediction");
    }
    Instant now = clock.instant();
    boolean completed = run.status(now).equals("completed");
    return FakeServer.Answer.json(
        200,
        completed
            ? Map.of("x-fashn-credits-used", Integer.toString(FashnRules.credits(run.body)))
            : Map.of(),
        state(run, now));
  }

  private Map<String, @Nullable Object> state(FashnRun run, Instant now) {
    String status = run.status(now);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", run.id);
    json.put("status", status);
    json.put("output", null);
    json.put("error", null);
    if (status.equals("failed")) {
      json.put(
          "error", Map.of("name", run.failure().orElseThrow(), "message", "it did not work out"));
    }
    if (status.equals("completed")) {
      json.put("output", output(run, now));
    }
    return json;
  }

  /// What is not kept any more is null: how the service says that is not documented.
  private @Nullable List<String> output(FashnRun run, Instant now) {
    boolean base64 = run.body.path("inputs").path("return_base64").asBoolean(false);
    if (run.fault == FashnFault.OUTPUT_NULL
        || (base64 && !now.isBefore(run.end().plus(BASE64_KEPT)))) {
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
    String format = FashnRules.format(run.body);
    for (int i = 0; i < FashnRules.samples(run.body); i++) {
      byte[] picture = picture(run, i, format);
      output.add(
          base64
              ? "data:image/%s;base64,%s"
                  .formatted(format, Base64.getEncoder().encodeToString(picture))
              : cdn.publish(
                      "output_%d.%s".formatted(i, format),
                      "image/" + format,
                      picture,
                      RESULTS_KEPT,
                      delivery)
                  .toString());
    }
    return output;
  }

  /// The same inputs, seed included, give the same picture.
  private static byte[] picture(FashnRun run, int number, String format) {
    if (run.body.path("model_name").asString("").equals("background-remove")) {
      BufferedImage given = run.images.getFirst();
      return run.fault == FashnFault.OUTPUT_UNCUT ? Samples.png(given) : Samples.cutOut(given);
    }
    int[] size = FashnRules.size(run.body);
    byte[] png = Samples.png(size[0], size[1], run.body.toString().hashCode() + number);
    return format.equals("png") ? png : Samples.jpeg(png);
  }

  private void charge() {
    Instant now = clock.instant();
    for (FashnRun run : runs.values()) {
      if (!run.charged && !run.isLive(now)) {
        run.charged = true;
        boolean completed = run.status(now).equals("completed");
        run.account.credits -= completed ? FashnRules.credits(run.body) : 0;
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
