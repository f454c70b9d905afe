package com.devskyy.providers.wordpress;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Transport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The REST interface of a site: where it is, how it is asked, and that its answers are JSON.
/// Threads may share it.
final class Site implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 8 << 20;
  private static final Pattern ROOT =
      Pattern.compile("<([^>]*)>\\s*;[^,<]*rel=\"?https://api\\.w\\.org/\"?");

  private final ShopAccess access;
  private final Transport transport;
  private volatile @Nullable String root;

  Site(ShopAccess access) {
    this.access = access;
    this.transport = new Transport(access.site().toString(), CONNECT);
  }

  /// Whether addresses have names (`/wp-json/…`) and not numbers (`?rest_route=/…`).
  boolean hasPrettyPermalinks() throws ProviderException, InterruptedException {
    return !root().contains("rest_route=");
  }

  /// A request, authorised.
  ///
  /// @param route such as `wp/v2/media`
  /// @param query such as `slug=a&per_page=1`, encoded; may be empty
  HttpRequest.Builder request(String route, String query)
      throws ProviderException, InterruptedException {
    String url = root() + route;
    String more = query.isEmpty() ? "" : (url.contains("?") ? "&" : "?") + query;
    return HttpRequest.newBuilder(URI.create(url + more))
        .header("Authorization", access.authorization())
        .header("Accept", "application/json");
  }

  /// Asks, and gives the JSON of a good answer.
  ///
  /// @param what is asked, for people
  /// @param limit time to the whole answer
  JsonNode ask(HttpRequest request, String what, Duration limit)
      throws ProviderException, InterruptedException {
    Reply reply = transport.send(request, what, limit, MOST_BYTES);
    Optional<JsonNode> json = PhpJson.in(reply.body());
    Optional<ProviderException> error = SiteErrors.in(reply, json, what);
    if (error.isPresent()) {
      throw error.get();
    }
    return json.orElseThrow();
  }

  /// Where the interface begins. Ends in `/`. Only what a site says is remembered: an error page
  /// says nothing, and is no reason to look for the interface in the wrong place from then on.
  private String root() throws ProviderException, InterruptedException {
    String known = root;
    if (known != null) {
      return known;
    }
    Optional<String> said = linked();
    if (said.isEmpty()) {
      said = answering();
    }
    root = said.orElse(null);
    // Works with any permalinks.
    return said.orElseGet(() -> access.site() + "/?rest_route=/");
  }

  /// As the home page's `Link` says; some sites and caches take that header away.
  private Optional<String> linked() throws ProviderException, InterruptedException {
    Reply home = look(HttpRequest.newBuilder(URI.create(access.site() + "/")).HEAD());
    if (isTrouble(home) || (home.status() >= 300 && home.status() < 400)) {
      throw error(home);
    }
    for (String link : home.headers().allValues("Link")) {
      Matcher found = ROOT.matcher(link);
      if (found.find()) {
        return Optional.of(sameOrigin(URI.create(found.group(1).strip())));
      }
    }
    return Optional.empty();
  }

  /// `/wp-json/`, if JSON is there, be it a refusal; empty for a page of the site. With plain
  /// permalinks it is the home page, and the status is 200.
  private Optional<String> answering() throws ProviderException, InterruptedException {
    String usual = access.site() + "/wp-json/";
    // Without a password: a key of WooCommerce would be a failed login here.
    Reply reply =
        look(HttpRequest.newBuilder(URI.create(usual)).header("Accept", "application/json"));
    boolean isJson = PhpJson.in(reply.body()).isPresent();
    if (isTrouble(reply) && !(isJson && reply.status() == 403)) {
      throw error(reply);
    }
    return Optional.of(usual).filter(_ -> isJson);
  }

  /// Whether an answer is about the site's health, or a page of its firewall, and says nothing of
  /// where things are.
  private static boolean isTrouble(Reply reply) {
    return reply.status() == 403 || reply.status() == 429 || reply.status() >= 500;
  }

  private String looking() {
    return "looking for the interface of " + access.site();
  }

  private Reply look(HttpRequest.Builder request) throws ProviderException, InterruptedException {
    try {
      return transport.send(request.build(), looking(), CONNECT.multipliedBy(2), MOST_BYTES);
    } catch (AnswerLost e) {
      // Nothing was to be done.
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private ProviderException error(Reply reply) {
    ProviderException error =
        SiteErrors.in(reply, PhpJson.in(reply.body()), looking()).orElseThrow();
    return error instanceof AnswerLost
        ? new Unavailable(String.valueOf(error.getMessage()))
        : error;
  }

  /// The password goes to the site that was named and to no other.
  private String sameOrigin(URI found) throws Refused {
    if (!origin(found).equals(origin(access.site()))) {
      throw new Refused(
          0,
          "other_address",
          "%s says that its interface is at %s: set WORDPRESS_URL to that address, or correct the site's own (Settings, General)"
              .formatted(access.site(), origin(found)));
    }
    return found.toString();
  }

  private static String origin(URI uri) {
    return "%s://%s".formatted(uri.getScheme(), uri.getAuthority()).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    transport.close();
  }
}
