package com.devskyy.fakes;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Tripo's interface, version 3, as far as it is known. Version 2 is refused, as it was shut down.
/// Threads may share it.
public final class FakeTripo implements AutoCloseable {
  /// A key with 300 credits.
  public static final String KEY = "tsk_fake_key_of_this_region";

  private static final String KEY_ELSEWHERE = "tsk_cn_";

  /// What the fake plays, and by which method.
  private static final Map<String, String> METHODS =
      Map.of(
          "/generation/text-to-model", "POST",
          "/generation/image-to-model", "POST",
          "/models/convert", "POST",
          "/files", "POST",
          "/tasks/list", "POST",
          "/account/balance", "GET",
          "/account/usage", "GET");

  /// Below a balance of this, events say so. Where the service draws the line is not documented.
  private static final int LOW = 50;

  private static final int LIST = 100;
  private static final TripoRules.Refusal NO_TASK =
      new TripoRules.Refusal(404, 2001, "task not found", "check the id");
  private static final TripoRules.Refusal MALFORMED =
      new TripoRules.Refusal(400, 1003, "the body is no JSON object", "send one");
  private static final int MAX_UPLOAD = 20 << 20;
  private static final int LEAST_SIDE = 256;

  private final InstantSource clock;
  private final Cdn cdn;
  private final Faults<TripoFault> faults = new Faults<>();
  private final FakeServer server;

  // The rest is guarded by this.
  private final TripoHooks hooks = new TripoHooks();
  private final Map<String, TripoAccount> accounts = new HashMap<>();
  private TripoJob.Pace pace;
  private Duration usageDelay = Duration.ZERO;
  private int created;
  private int requests;

  /// @param clock by which its tasks go on and its addresses expire
  public FakeTripo(InstantSource clock) {
    this.clock = clock;
    this.cdn = new Cdn(clock);
    this.pace =
        new TripoJob.Pace(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(5));
    account(KEY, 300);
    this.server = new FakeServer(this::serve);
  }

  /// Where it is: what a client takes for the base address.
  public URI base() {
    return URI.create(server.address() + "/v3");
  }

  /// Opens an account, or gives it so many credits.
  public synchronized void account(String key, int credits) {
    accounts.computeIfAbsent(key, _ -> new TripoAccount()).balance = credits;
  }

  /// How long later tasks are queued and run.
  public synchronized void pace(Duration queued, Duration running) {
    pace = new TripoJob.Pace(queued, running, pace.addresses());
  }

  /// How long it takes until a task shows in the account's usage.
  public synchronized void usageDelay(Duration delay) {
    usageDelay = delay;
  }

  /// How long later addresses of results are good for.
  public synchronized void addresses(Duration life) {
    pace = new TripoJob.Pace(pace.queued(), pace.running(), life);
  }

  /// Forgets what was uploaded, as Tripo does after a while.
  public synchronized void forgetUploads() {
    accounts.values().forEach(account -> account.files.clear());
  }

  /// Lets something go wrong, at the next request it can happen to.
  public void next(TripoFault fault) {
    next(fault, 1);
  }

  /// The same several times.
  public void next(TripoFault fault, int times) {
    faults.add(fault, times);
  }

  /// How many tasks were made, over all keys: each is paid for, unless it fails.
  public synchronized int created() {
    return created;
  }

  /// What was to be made, over all keys: the JSON of each creation.
  public synchronized List<String> asked() {
    return accounts.values().stream()
        .flatMap(account -> account.jobs.stream())
        .map(job -> job.input.toString())
        .toList();
  }

  /// How many requests came.
  public synchronized int requests() {
    return requests;
  }

  /// Credits of [#KEY] that were spent for good.
  public synchronized int spent() {
    TripoAccount account = Objects.requireNonNull(accounts.get(KEY));
    account.settle(clock.instant());
    return 300 - account.balance - account.frozen;
  }

  /// Registers somebody who is told of what ends, by [#deliver]; the service has a console for it.
  ///
  /// @param secret with which it is signed
  public synchronized void webhook(URI address, String secret) {
    hooks.add(address, secret);
  }

  /// Tells of what has ended since it was called last: time is the caller's, so this is, too.
  ///
  /// @return the statuses that were answered
  public List<Integer> deliver(TripoHook manner) {
    List<Posting> due;
    synchronized (this) {
      Instant now = clock.instant();
      accounts.forEach((key, account) -> collect(key, account, now));
      due = hooks.due(manner, now);
    }
    return due.stream().map(Posting::send).toList();
  }

  private void collect(String key, TripoAccount account, Instant now) {
    account.settle(clock.instant());
    for (TripoJob job : account.jobs) {
      if (!job.isLive(now)) {
        boolean success = job.status(now).equals("success");
        hooks.happened(success ? "task.completed" : "task.failed", job.id, now, job.json(now, cdn));
      }
    }
    if (account.balance < LOW) {
      String about = Integer.toHexString(key.hashCode());
      hooks.happened("balance.low", about, now, Map.of("balance", (double) account.balance));
    }
  }

  /// What clients did that they must not do, and what went wrong in the stand-in itself.
  public List<String> complaints() {
    return Stream.of(cdn.complaints(), server.complaints()).flatMap(List::stream).toList();
  }

  private FakeServer.Answer serve(HttpExchange request, byte[] body) {
    String id = request.getRequestHeaders().getFirst("X-Request-ID");
    return TripoAnswers.with(
        answer(request, body), id == null ? Map.of() : Map.of("X-Request-ID", id));
  }

  private synchronized FakeServer.Answer answer(HttpExchange request, byte[] body) {
    requests++;
    String path = request.getRequestURI().getPath();
    if (!path.startsWith("/v3/")) {
      return TripoAnswers.error(
          new TripoRules.Refusal(410, 1005, "version 2 was shut down", "use /v3"));
    }
    String header =
        Optional.ofNullable(request.getRequestHeaders().getFirst("Authorization")).orElse("");
    String key = header.startsWith("Bearer ") ? header.substring(7) : "";
    TripoAccount account = accounts.get(key);
    if (account == null) {
      String why = key.startsWith(KEY_ELSEWHERE) ? "key of another region" : "invalid key";
      return TripoAnswers.error(new TripoRules.Refusal(401, 1000, why, "check the key"));
    }
    account.settle(clock.instant());
    String route = path.substring(3);
    if (route.startsWith("/tasks/") && !route.equals("/tasks/list")) {
      return read(() -> task(account, route.substring("/tasks/".length())));
    }
    return unfit(request, route)
        .map(TripoAnswers::error)
        .orElseGet(() -> called(request, route, account, body));
  }

  private static Optional<TripoRules.Refusal> unfit(HttpExchange request, String route) {
    String method = METHODS.get(route);
    if (method == null) {
      return Optional.of(
          TripoRules.NOT_PLAYED.contains(route)
              ? new TripoRules.Refusal(400, 2002, "task type unsupported", "see the reference")
              : new TripoRules.Refusal(404, 4001, "no such route", "see the reference"));
    }
    if (!method.equals(request.getRequestMethod())) {
      return Optional.of(new TripoRules.Refusal(405, 1003, "method not allowed", "use " + method));
    }
    String type = String.valueOf(request.getRequestHeaders().getFirst("Content-Type"));
    String wanted = route.equals("/files") ? "multipart/form-data" : "application/json";
    return method.equals("GET") || type.startsWith(wanted)
        ? Optional.empty()
        : Optional.of(
            new TripoRules.Refusal(415, 1003, "unsupported media type", "send " + wanted));
  }

  private FakeServer.Answer called(
      HttpExchange request, String route, TripoAccount account, byte[] body) {
    return switch (route) {
      case "/generation/text-to-model" -> counted(account, "text_to_model", body);
      case "/generation/image-to-model" -> counted(account, "image_to_model", body);
      case "/models/convert" -> counted(account, "convert_model", body);
      case "/files" -> upload(account, body);
      case "/tasks/list" -> read(() -> tasks(account, body));
      case "/account/balance" ->
          read(
              () ->
                  TripoAnswers.ok(
                      Map.of(
                          "balance", (double) account.balance, "frozen", (double) account.frozen)));
      default -> read(() -> usage(account, request.getRequestURI().getQuery()));
    };
  }

  private FakeServer.Answer read(Supplier<FakeServer.Answer> answer) {
    Optional<TripoFault> fault = faults.take(TripoFault.OF_READING);
    return fault.isEmpty()
        ? answer.get()
        : switch (fault.get()) {
          case READ_SERVER_ERROR -> TripoAnswers.serverError();
          case READ_RATE_LIMITED -> TripoAnswers.tooMuch(1007, "too many requests", "3");
          case READ_REFUSED ->
              TripoAnswers.error(new TripoRules.Refusal(401, 1000, "invalid key", "check the key"));
          case READ_NOT_FOUND -> TripoAnswers.error(NO_TASK);
          default -> FakeServer.Answer.page(200, "<html>502 Bad Gateway</html>");
        };
  }

  private FakeServer.Answer counted(TripoAccount account, String type, byte[] body) {
    FakeServer.Answer answer = create(account, type, body);
    return TripoAnswers.with(answer, account.rate(clock.instant()));
  }

  private FakeServer.Answer create(TripoAccount account, String type, byte[] bytes) {
    Optional<TripoFault> fault = faults.take(TripoFault.OF_CREATING);
    Optional<FakeServer.Answer> refused =
        fault.flatMap(
            it ->
                switch (it) {
                  case SERVER_ERROR -> Optional.of(TripoAnswers.serverError());
                  case RATE_LIMITED ->
                      Optional.of(TripoAnswers.tooMuch(1007, "too many requests", "7"));
                  case TOO_MANY_TASKS ->
                      Optional.of(TripoAnswers.tooMuch(2000, "too many tasks", "11"));
                  case PROXY_PAGE ->
                      Optional.of(FakeServer.Answer.page(200, "<html>502 Bad Gateway</html>"));
                  case FORBIDDEN -> TripoAnswers.refusal(403, 1005, "forbidden");
                  case CONTENT_REFUSED -> TripoAnswers.refusal(400, 2008, "content policy");
                  case MODERATION_DOWN -> TripoAnswers.refusal(500, 2014, "moderation is down");
                  case PRIORITY_REFUSED -> TripoAnswers.refusal(400, 2013, "priority refused");
                  case MODEL_RETIRED ->
                      TripoAnswers.refusal(400, 2015, "this model version is retired");
                  default -> Optional.empty();
                });
    if (refused.isPresent()) {
      return refused.get();
    }
    Optional<JsonNode> sent = object(bytes);
    if (sent.isEmpty()) {
      return TripoAnswers.error(MALFORMED);
    }
    JsonNode body = sent.get();
    Optional<TripoRules.Refusal> refusal =
        TripoRules.refusal(type, body)
            .or(() -> reference(account, type, body))
            .or(
                () ->
                    account.limits(
                        clock.instant(),
                        TripoRules.credits(type, body),
                        TripoRules.pool(type, body)));
    if (refusal.isPresent()) {
      return TripoAnswers.error(refusal.get());
    }
    TripoJob job = job(account, type, body);
    return switch (fault.orElse(null)) {
      case ANSWER_CUT -> new FakeServer.Answer.Cut();
      case SERVER_ERROR_AFTERWARDS -> TripoAnswers.serverError();
      case BAD_GATEWAY -> FakeServer.Answer.page(502, "<html>502 Bad Gateway</html>");
      case null, default ->
          TripoAnswers.ok(Map.of("task_id", job.id, "type", job.type, "status", "queued"));
    };
  }

  private TripoJob job(TripoAccount account, String type, JsonNode body) {
    created++;
    int credits = TripoRules.credits(type, body);
    account.balance -= credits;
    account.frozen += credits;
    var job =
        new TripoJob(
            "5b1c-%06d".formatted(created),
            type,
            body,
            credits,
            clock.instant(),
            faults.take(TripoFault.OF_TASKS),
            pace);
    account.jobs.add(job);
    return job;
  }

  private Optional<TripoRules.Refusal> reference(TripoAccount account, String type, JsonNode body) {
    String input = body.path("input").asString("");
    if (type.equals("image_to_model") && input.startsWith("file_")) {
      return account.files.contains(input)
          ? Optional.empty()
          : Optional.of(new TripoRules.Refusal(404, 2019, "no such file", "upload it again"));
    }
    if (!type.equals("convert_model")) {
      return Optional.empty();
    }
    Optional<TripoJob> original = account.find(input);
    if (original.isEmpty()) {
      return Optional.of(NO_TASK);
    }
    if (original.get().type.equals("convert_model")) {
      return Optional.of(new TripoRules.Refusal(400, 2006, "wrong type", "give a model"));
    }
    return original.get().status(clock.instant()).equals("success")
        ? Optional.empty()
        : Optional.of(
            new TripoRules.Refusal(400, 2007, "the original did not succeed", "wait for it"));
  }

  private FakeServer.Answer upload(TripoAccount account, byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("\r\n\r\n") + 4;
    int line = text.indexOf("\r\n");
    int to = line < 0 ? -1 : text.indexOf("\r\n" + text.substring(0, line), from);
    if (!text.contains("name=\"file\"") || from < 4 || to <= from) {
      return TripoAnswers.error(new TripoRules.Refusal(400, 2003, "the file is empty", "send one"));
    }
    String file = text.substring(from, to);
    boolean image =
        file.startsWith("\u0089PNG")
            || file.startsWith("\u00ff\u00d8\u00ff")
            || file.startsWith("RIFF");
    if (!image) {
      return TripoAnswers.error(
          new TripoRules.Refusal(400, 2004, "no PNG, JPEG or WebP", "convert it"));
    }
    if (file.length() > MAX_UPLOAD) {
      return TripoAnswers.error(
          new TripoRules.Refusal(400, 2021, "the file is too large", "make it smaller"));
    }
    if (isSmall(file)) {
      return TripoAnswers.error(
          new TripoRules.Refusal(400, 2022, "less than 256 pixels a side", "send a larger one"));
    }
    if (account.uploads.exceeded(clock.instant())) {
      return TripoAnswers.error(TripoRules.TOO_FAST);
    }
    String token = "file_%06x".formatted(account.files.size() + 1);
    account.files.add(token);
    return TripoAnswers.ok(Map.of("file_token", token));
  }

  /// Whether it says so itself; the JDK reads no WebP, which is believed.
  private static boolean isSmall(String file) {
    try (var in =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1)))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return false;
      }
      ImageReader reader = readers.next();
      reader.setInput(in);
      return Math.min(reader.getWidth(0), reader.getHeight(0)) < LEAST_SIDE;
    } catch (IOException e) {
      return false; // Cut off: what becomes of it shows later.
    }
  }

  private FakeServer.Answer task(TripoAccount account, String id) {
    return account
        .find(id)
        .map(job -> TripoAnswers.ok(job.json(clock.instant(), cdn)))
        .orElseGet(() -> TripoAnswers.error(NO_TASK));
  }

  private FakeServer.Answer tasks(TripoAccount account, byte[] body) {
    Optional<JsonNode> ids = object(body).map(sent -> sent.path("task_ids"));
    if (ids.isEmpty()) {
      return TripoAnswers.error(MALFORMED);
    }
    if (!ids.get().isArray() || ids.get().size() > LIST) {
      return TripoAnswers.error(
          new TripoRules.Refusal(400, 1004, "task_ids takes 1 to 100 ids", "ask for fewer"));
    }
    Map<String, Object> tasks = new LinkedHashMap<>();
    List<String> missed = new ArrayList<>();
    for (JsonNode id : ids.get()) {
      account
          .find(id.asString(""))
          .ifPresentOrElse(
              job -> tasks.put(job.id, job.json(clock.instant(), cdn)),
              () -> missed.add(id.asString("")));
    }
    return TripoAnswers.ok(Map.of("tasks", tasks, "missed", missed));
  }

  private static Optional<JsonNode> object(byte[] body) {
    try {
      return Optional.of(FakeServer.JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private FakeServer.Answer usage(TripoAccount account, String query) {
    int limit = Math.min(200, number(query, "limit", 20));
    int offset = number(query, "offset", 0);
    List<Map<String, Object>> items =
        account.jobs.reversed().stream()
            .filter(job -> !job.createdAt.plus(usageDelay).isAfter(clock.instant()))
            .skip(offset)
            .limit(limit)
            .map(
                job ->
                    Map.<String, Object>of(
                        "task_id",
                        job.id,
                        "type",
                        job.type,
                        "credits",
                        job.credits,
                        "created_at",
                        job.createdAt.toString()))
            .toList();
    return TripoAnswers.ok(Map.of("items", items, "total", account.jobs.size()));
  }

  private static int number(String query, String name, int otherwise) {
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Integer.parseInt(pair.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  @Override
  public void close() {
    server.close();
    cdn.close();
  }
}
