package com.devskyy.providers.wordpress;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The products of a WooCommerce shop. Threads may share it.
public final class WooCommerce implements AutoCloseable {
  /// Under which the address of a product's model is kept. The underscore hides it from
  /// customers.
  public static final String MODEL = "_skyy_model_url";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final Site site;

  /// A shop, with a key that may read and write.
  public WooCommerce(ShopAccess access) {
    this.site = new Site(access);
  }

  /// Shows pictures and a model at a product. What it has is kept, what it has already is not
  /// added again, and nothing is written when nothing changes: may be repeated at any time.
  ///
  /// WooCommerce replaces the whole list of pictures and takes no condition. It is read right
  /// before it is written; a picture that somebody else adds within that one round trip is lost
  /// from the product, not from the library.
  ///
  /// @param images are put behind those that are there
  /// @param model address of a GLB
  /// @return whether something was written
  /// @throws Refused when there is no such product, or the key is not enough
  /// @throws Unavailable when another try may help
  public boolean attach(long product, List<ProductImage> images, Optional<URI> model)
      throws ProviderException, InterruptedException {
    if (!site.hasPrettyPermalinks()) {
      throw new Refused(
          0,
          "plain_permalinks",
          "WooCommerce's interface needs permalinks other than Plain (Settings, Permalinks)");
    }
    try {
      ObjectNode changes = changes(read(product), images, model);
      if (changes.isEmpty()) {
        return false;
      }
      write(product, changes, images);
      return true;
    } catch (AnswerLost e) {
      // Whatever became of it: the next try reads first.
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode read(long product) throws ProviderException, InterruptedException {
    return site.ask(
        site.request("wc/v3/products/" + product, "").build(), "reading product " + product, LIMIT);
  }

  private void write(long product, ObjectNode changes, List<ProductImage> images)
      throws ProviderException, InterruptedException {
    String what = "changing product " + product;
    JsonNode written =
        site.ask(
            site.request("wc/v3/products/" + product, "")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(changes)))
                .build(),
            what,
            LIMIT);
    Set<Long> there = ids(written.path("images"));
    for (ProductImage image : images) {
      if (!there.contains(image.mediaId())) {
        throw new Unavailable(
            "%s: the shop answered without picture %d".formatted(what, image.mediaId()));
      }
    }
  }

  /// What is to be written so that the product shows all of it.
  private static ObjectNode changes(
      JsonNode product, List<ProductImage> images, Optional<URI> model) {
    ObjectNode changes = JSON.createObjectNode();
    Set<Long> there = ids(product.path("images"));
    if (!images.stream().allMatch(image -> there.contains(image.mediaId()))) {
      ArrayNode list = changes.putArray("images");
      there.forEach(id -> list.addObject().put("id", id));
      images.stream()
          .filter(image -> !there.contains(image.mediaId()))
          .forEach(image -> add(list, image));
    }
    String url = model.map(URI::toString).orElse("");
    if (!url.isEmpty() && !url.equals(modelOf(product))) {
      changes.putArray("meta_data").addObject().put("key", MODEL).put("value", url);
    }
    return changes;
  }

  private static void add(ArrayNode list, ProductImage image) {
    ObjectNode added = list.addObject().put("id", image.mediaId());
    if (!image.altText().isEmpty()) {
      added.put("alt", image.altText());
    }
  }

  private static Set<Long> ids(JsonNode images) {
    Set<Long> ids = new LinkedHashSet<>();
    images.forEach(image -> ids.add(image.path("id").asLong()));
    return ids;
  }

  private static String modelOf(JsonNode product) {
    for (JsonNode meta : product.path("meta_data")) {
      if (meta.path("key").asString("").equals(MODEL)) {
        return meta.path("value").asString("");
      }
    }
    return "";
  }

  @Override
  public void close() {
    site.close();
  }
}
