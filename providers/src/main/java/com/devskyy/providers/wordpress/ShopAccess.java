package com.devskyy.providers.wordpress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.regex.Pattern;

/// A site, and what proves that we may use it. Never printed.
///
/// @param site its address, such as `https://shop.example` or `https://shop.example/blog`
/// @param user name of the user, or consumer key of WooCommerce (`ck_…`)
/// @param password an application password of that user (with or without its spaces), or the
///     consumer secret (`cs_…`)
public record ShopAccess(URI site, String user, String password) {
  private static final Pattern WEB = Pattern.compile("https?");

  public ShopAccess {
    if (site.getHost() == null
        || !WEB.matcher(String.valueOf(site.getScheme())).matches()
        || site.getRawUserInfo() != null
        || site.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "a site must be an address such as https://shop.example, without user and query");
    }
    site = URI.create(site.toString().replaceFirst("/+$", ""));
  }

  /// Value of the header `Authorization`.
  String authorization() {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return site + " as ***";
  }
}
