package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.fakes.FakeServer.Answer;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A WordPress with WooCommerce, as far as their interfaces are known: media, the user, products.
/// Threads may share it.
///
/// Not there: multipart uploads, posts, the batch of WordPress itself.
public final class FakeWordPress implements AutoCloseable {
  /// The user it knows, who may upload.
  public static final String USER = "devskyy";

  /// His application password.
  public static final String PASSWORD = "abcd EFGH 1234 ijkl MNOP 5678";

  /// A key of WooCommerce that may read and write.
  public static final String KEY = "ck_fake";

  /// What goes with it.
  public static final String SECRET = "cs_fake";

  private static final String HOME = "";

  private final FakeServer server;
  private final FakeMedia media;
  private final FakeProducts products;
  private final List<Planned> faults = new ArrayList<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean prettyPermalinks = true;
  private boolean linkHeader = true;
  private boolean mayUpload = true;
  private Duration slowness = Duration.ofSeconds(30);

  private record Planned(String method, WordPressFault fault) {}

  public FakeWordPress() {
    server = new FakeServer(this::serve);
    media = new FakeMedia(server.address());
    products = new FakeProducts(media);
  }

  /// Its address.
  public URI site() {
    return server.address();
  }

  /// Its media library.
  public FakeMedia media() {
    return media;
  }

  /// Its products.
  public FakeProducts products() {
    return products;
  }

  /// Lets something go wrong at the next call of a method; asked twice, at the next two.
  ///
  /// @param method such as `POST`; `HEAD` for those who look at the home page, any other for
  ///     calls of the interface
  public synchronized void fail(String method, WordPressFault fault) {
    faults.add(new Planned(method, fault));
  }

  /// How long [WordPressFault#SLOW] takes.
  public synchronized void slowness(Duration time) {
    slowness = time;
  }

  /// Whether addresses have names.
  public synchronized void prettyPermalinks(boolean pretty) {
    prettyPermalinks = pretty;
  }

  /// Whether the home page says where the interface is.
  public synchronized void linkHeader(boolean there) {
    linkHeader = there;
  }

  /// Whether the user may upload.
  public synchronized void mayUpload(boolean may) {
    mayUpload = may;
  }

  /// How often a method was called on the interface, or the home page by `HEAD`.
  public synchronized int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /// What went wrong in the stand-in itself.
  public List<String> complaints() {
    return server.complaints();
  }

  private Answer serve(HttpExchange request, byte[] body) throws Exception {
    String path = request.getRequestURI().getPath();
    Map<String, String> query = query(request);
    if (path.startsWith("/wp-content/uploads/")) {
      return media.file(path);
    }
    Optional<String> route = route(path, query);
    String method = request.getRequestMethod();
    if (route.isEmpty() && !method.equals("HEAD")) {
      return home();
    }
    Optional<WordPressFault> fault = next(method);
    Call call = new Call(method, route.orElse(HOME), query, request.getRequestHeaders(), body);
    return switch (fault.orElse(null)) {
      case null -> answer(call, credentials(call));
      case CRITICAL_ERROR ->
          Answer.page(500, "<p>There has been a critical error on this website.</p>");
      case CRITICAL_JSON ->
          Call.error(
              500,
              "internal_server_error",
              "<p>There has been a critical error on this website.</p>");
      case MAINTENANCE -> page(503, "Briefly unavailable for scheduled maintenance.", "600");
      case BUSY -> page(429, "Too many requests", "7");
      case TOO_LARGE -> Answer.page(413, "<h1>413 Request Entity Too Large</h1>");
      case LOGIN_PAGE -> Answer.page(200, "<html><form id=\"loginform\">{ var x = [1]; }</form>");
      case BLOCKED -> Answer.page(403, "<h1>Your access has been blocked</h1>");
      case REDIRECT ->
          new Answer.Whole(
              301,
              Map.of("Location", "https://shop.example" + request.getRequestURI()),
              new byte[0]);
      case HEADER_STRIPPED -> answer(call, Optional.empty());
      case DAMAGED -> answer(call.damaged(), credentials(call));
      case NOTICE -> noticed(answer(call, credentials(call)), false);
      case NOTICE_200 -> noticed(answer(call, credentials(call)), true);
      case ANSWER_LOST -> {
        answer(call, credentials(call));
        yield new Answer.Cut();
      }
      case SLOW -> {
        Answer late = answer(call, credentials(call));
        closed.await(slowness().toMillis(), TimeUnit.MILLISECONDS);
        yield late;
      }
    };
  }

  private synchronized Duration slowness() {
    return slowness;
  }

  private synchronized Optional<WordPressFault> next(String method) {
    calls.merge(method, 1, Integer::sum);
    Optional<Planned> next =
        faults.stream().filter(planned -> planned.method.equals(method)).findFirst();
    next.ifPresent(faults::remove);
    return next.map(Planned::fault);
  }

  /// The route of a call; empty for a page of the site, as `/wp-json/` is when addresses have no
  /// names: the home page answers, with 200.
  private synchronized Optional<String> route(String path, Map<String, String> query) {
    if (prettyPermalinks && path.startsWith("/wp-json/")) {
      return Optional.of(path.substring("/wp-json".length()));
    }
    return Optional.ofNullable(query.get("rest_route"));
  }

  private synchronized Answer home() {
    String root = site() + (prettyPermalinks ? "/wp-json/" : "/index.php?rest_route=/");
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "text/html; charset=UTF-8"));
    if (linkHeader) {
      headers.put("Link", "<%s>; rel=\"https://api.w.org/\"".formatted(root));
    }
    return new Answer.Whole(200, headers, "<!DOCTYPE html><title>The shop</title>".getBytes(UTF_8));
  }

  private Answer answer(Call call, Optional<String> who) {
    if (call.route().startsWith("/wc/v3/products")) {
      return products.answer(call, who.filter((KEY + ":" + SECRET)::equals).isPresent());
    }
    boolean known = who.map(FakeWordPress::withoutSpaces).filter(mine()::equals).isPresent();
    return switch (call.route()) {
      case HOME -> home();
      case "/" ->
          Answer.json(
              200, Map.of(), Map.of("name", "The shop", "namespaces", List.of("wp/v2", "wc/v3")));
      case "/wp/v2/users/me" ->
          known ? me() : Call.error(401, "rest_not_logged_in", "You are not currently logged in.");
      case "/wp/v2/media" -> media.answer(call, known && uploads());
      default ->
          Call.error(
              404, "rest_no_route", "No route was found matching the URL and request method.");
    };
  }

  private synchronized boolean uploads() {
    return mayUpload;
  }

  private Answer me() {
    return Answer.json(
        200,
        Map.of(),
        Map.of("id", 1, "name", USER, "capabilities", Map.of("upload_files", uploads())));
  }

  private static String mine() {
    return withoutSpaces(USER + ":" + PASSWORD);
  }

  private static String withoutSpaces(String text) {
    return text.replace(" ", "");
  }

  private static Optional<String> credentials(Call call) {
    return call.header("Authorization")
        .filter(text -> text.startsWith("Basic "))
        .map(text -> new String(Base64.getDecoder().decode(text.substring(6)), UTF_8));
  }

  private static Answer page(int status, String text, String retryAfter) {
    return new Answer.Whole(
        status,
        Map.of("Content-Type", "text/html", "Retry-After", retryAfter),
        ("<html>" + text + "</html>").getBytes(UTF_8));
  }

  private static Answer noticed(Answer answer, boolean always200) {
    if (!(answer instanceof Answer.Whole(int status, var headers, byte[] body))) {
      return answer;
    }
    String notice =
        "<br />\n<b>Notice</b>: Undefined index: [x] {y} in <b>functions.php</b> on line 3<br />\n";
    return new Answer.Whole(
        always200 ? 200 : status, headers, (notice + new String(body, UTF_8)).getBytes(UTF_8));
  }

  private static Map<String, String> query(HttpExchange request) {
    Map<String, String> query = new HashMap<>();
    String raw = request.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }
}
