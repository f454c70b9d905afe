package com.devskyy.providers.wordpress;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.RateLimited;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Said;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an answer means that is not what was asked for. The `code` in it counts more than the
/// status, which is 500 also for a file that will never be taken; but most that comes with 500 and
/// more is trouble that passes, whatever its code.
final class SiteErrors {
  /// The code of an answer that is a page for people.
  static final String PAGE = "html_page";

  private static final Duration A_WHILE = Duration.ofSeconds(30);

  /// WordPress answers these with 500, and so it will each time.
  private static final Set<String> FINAL =
      Set.of("rest_upload_sideload_error", "rest_upload_unknown_error");

  private static final int NOT_IMPLEMENTED = 501;

  /// What to do, by code.
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry(
              "rest_upload_sideload_error",
              "the site does not allow files of this type; for .glb install"
                  + " deploy/wordpress/devskyy-glb.php in wp-content/mu-plugins, or keep models in"
                  + " a bucket (ARTIFACTS_URL) and give the product only the address"),
          Map.entry(
              "rest_upload_image_type_not_supported",
              "the site's PHP cannot process this kind of picture; send PNG or JPEG"),
          Map.entry(
              "rest_upload_unknown_error",
              "PHP did not take the file: see upload_max_filesize, and the disk of the site"),
          Map.entry(
              "rest_upload_no_content_disposition",
              "PHP dropped the body: see post_max_size, or a proxy that removes headers"),
          Map.entry(
              "rest_cannot_create",
              "user or application password are wrong, or the user may not upload (role author or"
                  + " higher may)"),
          Map.entry(
              "rest_not_logged_in",
              "user or application password are wrong, or the site's server strips the header"
                  + " Authorization (CGI: set CGIPassAuth on)"),
          Map.entry(
              "woocommerce_rest_cannot_view",
              "WOOCOMMERCE_KEY is wrong or may not read, or the site is asked without TLS"),
          Map.entry(
              "woocommerce_rest_cannot_edit", "WOOCOMMERCE_KEY needs the permission read/write"),
          Map.entry(
              "woocommerce_rest_authentication_error",
              "WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET do not belong together"),
          Map.entry("woocommerce_rest_product_invalid_id", "there is no such product"),
          Map.entry("rest_no_route", "the site has no such interface: is WooCommerce active?"));

  private SiteErrors() {}

  /// The error in an answer.
  ///
  /// @param json what the body holds of JSON
  /// @param what was asked, for people
  /// @return empty when it is what was asked for
  static Optional<ProviderException> in(Reply reply, Optional<JsonNode> json, String what) {
    Optional<String> code = json.flatMap(body -> Said.text(body, "code"));
    // With PHP's warnings before it, an error comes with status 200: the true one is in the body.
    int status =
        json.filter(_ -> code.isPresent())
            .map(body -> body.path("data").path("status").asInt(reply.status()))
            .orElse(reply.status());
    if (status >= 200 && status < 300 && code.isEmpty()) {
      return json.isPresent() ? Optional.empty() : Optional.of(page(status, what));
    }
    if (status >= 300 && status < 400) {
      return Optional.of(redirected(reply, status, what));
    }
    String said = code.map(known -> known + said(json)).orElseGet(() -> "status " + status);
    String message =
        "%s: the site answered %s%s"
            .formatted(what, said, code.map(REMEDIES::get).map("; "::concat).orElse(""));
    return Optional.of(error(reply, status, code, message));
  }

  private static ProviderException error(
      Reply reply, int status, Optional<String> code, String message) {
    if (status == 429 || (status == 503 && reply.retryAfter().isPresent())) {
      return new RateLimited(reply.retryAfter().orElse(A_WHILE), message);
    }
    // A damaged body is sent again; a 503 without more is a server that did not begin.
    if (code.filter("rest_upload_hash_mismatch"::equals).isPresent() || status == 503) {
      return new Unavailable(message);
    }
    // What PHP or a plugin broke off has a code, too ("internal_server_error"), and may be done.
    if (status >= 500 && status != NOT_IMPLEMENTED && code.filter(FINAL::contains).isEmpty()) {
      return new AnswerLost(message);
    }
    if (code.isPresent()) {
      return new Refused(status, code.get(), message);
    }
    return switch (status) {
      // Pages of security plugins come and go; those of the site itself have a code.
      case 403 -> new Unavailable(message + ", a page of a firewall or security plugin");
      case 413 ->
          new Refused(
              413,
              "",
              message + ": the file is larger than the proxy takes (client_max_body_size)");
      default -> new Refused(status, "", message);
    };
  }

  private static String said(Optional<JsonNode> json) {
    return json.flatMap(body -> Said.text(body, "message")).map(" (%s)"::formatted).orElse("");
  }

  private static Refused page(int status, String what) {
    return new Refused(
        status,
        PAGE,
        what
            + ": the site answered with a page for people and not with JSON; a login or"
            + " coming-soon page stands before it, or WORDPRESS_URL is not the site's address");
  }

  private static Refused redirected(Reply reply, int status, String what) {
    return new Refused(
        status,
        "redirect",
        "%s: the site redirects to %s; a redirected upload would lose its body and show its password elsewhere: set WORDPRESS_URL to the address it redirects to"
            .formatted(
                what,
                reply.header("Location").map(to -> Said.line(to.split("\\?", 2)[0])).orElse("?")));
  }
}
