package com.devskyy.app.wiring;

import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.providers.wordpress.ShopAccess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the settings say of the shop.
public record ShopSettings(Settings settings) {
  /// Access to the media library, where there is an application password.
  public Optional<ShopAccess> library() {
    return access(Setting.WORDPRESS_USER, Setting.WORDPRESS_APP_PASSWORD);
  }

  /// Access to the products, where there is a key.
  public Optional<ShopAccess> products() {
    return access(Setting.WOOCOMMERCE_KEY, Setting.WOOCOMMERCE_SECRET);
  }

  private Optional<ShopAccess> access(Setting<String> user, Setting<String> password) {
    return settings.has(Setting.WORDPRESS_URL) && settings.has(user) && settings.has(password)
        ? Optional.of(
            new ShopAccess(
                URI.create(settings.get(Setting.WORDPRESS_URL)),
                settings.get(user),
                settings.get(password)))
        : Optional.empty();
  }

  /// What is set and leads to nothing, each in a sentence.
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    incomplete(
        unused, Setting.WORDPRESS_APP_PASSWORD, Setting.WORDPRESS_URL, Setting.WORDPRESS_USER);
    incomplete(unused, Setting.WOOCOMMERCE_KEY, Setting.WORDPRESS_URL, Setting.WOOCOMMERCE_SECRET);
    if (settings.has(Setting.WORDPRESS_URL) && library().isEmpty() && products().isEmpty()) {
      unused.add(
          "WORDPRESS_URL is set and not used: set WORDPRESS_USER and WORDPRESS_APP_PASSWORD, or WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET");
    }
    return unused;
  }

  @SafeVarargs
  private void incomplete(List<String> unused, Setting<String> given, Setting<String>... needed) {
    for (Setting<String> other : needed) {
      if (settings.has(given) && !settings.has(other)) {
        unused.add("%s is set and not used: %s is not set".formatted(given.name(), other.name()));
      }
    }
  }
}
