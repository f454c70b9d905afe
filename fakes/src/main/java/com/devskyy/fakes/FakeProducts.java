package com.devskyy.fakes;

import com.devskyy.fakes.FakeServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The products of [FakeWordPress]. Threads may share it.
public final class FakeProducts {
  private static final int BATCH = 100;

  private final FakeMedia media;
  private final Map<Long, Product> products = new LinkedHashMap<>();

  /// What somebody is to be told.
  private record News(SignedHook hook, Posting posting) {}

  private final List<SignedHook> hooks = new ArrayList<>();
  private final List<News> news = new ArrayList<>();
  private long metaIds = 8_210;
  private long ids = 900;
  private @Nullable Runnable otherEditor;

  private static final class Product {
    final String name;
    final String price;
    List<Long> images = new ArrayList<>();
    final Map<String, Meta> meta = new LinkedHashMap<>();

    Product(String name, String price) {
      this.name = name;
      this.price = price;
    }
  }

  private record Meta(long id, JsonNode value) {}

  FakeProducts(FakeMedia media) {
    this.media = media;
  }

  /// Puts a product there.
  ///
  /// @param images ids of pictures in the library
  public synchronized void put(long id, String name, List<Long> images) {
    var product = new Product(name, "89.00");
    product.images.addAll(images);
    products.put(id, product);
  }

  /// Takes it away.
  public synchronized void delete(long id) {
    products.remove(id);
  }

  /// The pictures of a product, in order.
  public synchronized List<Long> images(long id) {
    return List.copyOf(product(id).orElseThrow().images);
  }

  /// Shows other pictures, as somebody else would.
  public synchronized void images(long id, List<Long> images) {
    product(id).orElseThrow().images = new ArrayList<>(images);
  }

  /// A value that is kept with a product, as text.
  public synchronized Optional<String> meta(long id, String key) {
    return product(id).map(product -> product.meta.get(key)).map(meta -> meta.value.asString());
  }

  /// Does something, once, between the next reading of a product and what comes after it.
  public synchronized void betweenReadAndWrite(Runnable what) {
    otherEditor = what;
  }

  /// Registers somebody who is told of each change, by [#deliver].
  ///
  /// @param secret with which it is signed
  public synchronized void webhook(URI address, String secret) {
    hooks.add(new SignedHook(hooks.size() + 1, address, secret));
  }

  /// Tells of the changes since it was called last; the shop does so in the background, too.
  ///
  /// @return the statuses that were answered
  public List<Integer> deliver() {
    List<News> told;
    synchronized (this) {
      told = List.copyOf(news);
      news.clear();
    }
    List<Integer> answers = new ArrayList<>();
    for (News one : told) {
      if (isOn(one.hook)) {
        answers.add(one.posting.send());
        synchronized (this) {
          one.hook.answered(answers.getLast());
        }
      }
    }
    return answers;
  }

  private synchronized boolean isOn(SignedHook hook) {
    return hook.isOn();
  }

  private Optional<Product> product(long id) {
    return Optional.ofNullable(products.get(id));
  }

  synchronized Answer answer(Call call, boolean authorized) {
    if (!authorized) {
      return call.method().equals("GET")
          ? Call.error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
          : Call.error(
              401, "woocommerce_rest_cannot_edit", "Sorry, you cannot edit this resource.");
    }
    String rest = call.route().substring("/wc/v3/products".length());
    try {
      if (rest.equals("/batch") && call.method().equals("POST")) {
        return batch(FakeServer.JSON.readTree(call.body()));
      }
      if (rest.matches("/[0-9]{1,18}")) {
        long id = Long.parseLong(rest.substring(1));
        return switch (call.method()) {
          case "GET" -> read(id);
          case "PUT", "POST" -> change(id, FakeServer.JSON.readTree(call.body()));
          default -> Call.error(404, "rest_no_route", "No route was found.");
        };
      }
    } catch (JacksonException e) {
      return Call.error(400, "rest_invalid_json", "Invalid JSON body passed.");
    }
    return Call.error(404, "rest_no_route", "No route was found.");
  }

  private Answer read(long id) {
    Optional<Map<String, Object>> found = product(id).map(product -> json(id, product));
    if (otherEditor != null) {
      Runnable change = otherEditor;
      otherEditor = null;
      change.run();
    }
    return found
        .map(product -> Answer.json(200, Map.of(), product))
        .orElseGet(FakeProducts::noProduct);
  }

  private Answer change(long id, JsonNode body) {
    Optional<Product> product = product(id);
    if (product.isEmpty()) {
      return noProduct();
    }
    Optional<Answer> refusal = images(product.get(), body.path("images"));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    for (JsonNode meta : body.path("meta_data")) {
      String key = meta.path("key").asString();
      Meta before = product.get().meta.get(key);
      product
          .get()
          .meta
          .put(key, new Meta(before == null ? metaIds++ : before.id, meta.path("value")));
    }
    Map<String, Object> json = json(id, product.get());
    byte[] told = FakeServer.JSON.writeValueAsBytes(json);
    hooks.forEach(hook -> news.add(new News(hook, hook.posting("product", "updated", told))));
    return Answer.json(200, Map.of(), json);
  }

  /// Replaces the pictures, if the call names any.
  private Optional<Answer> images(Product product, JsonNode images) {
    if (images.isMissingNode()) {
      return Optional.empty();
    }
    List<Long> list = new ArrayList<>();
    for (JsonNode image : images) {
      long id = image.path("id").asLong(0);
      if (id == 0) {
        Optional<Long> fetched = fetch(image.path("src").asString(""));
        if (fetched.isEmpty()) {
          return Optional.of(
              Call.error(400, "woocommerce_product_image_upload_error", "Error getting image."));
        }
        id = fetched.get();
      } else if (!media.has(id)) {
        return Optional.of(
            Call.error(
                400,
                "woocommerce_product_invalid_image_id",
                "#%d is an invalid image ID.".formatted(id)));
      }
      list.add(id);
    }
    product.images = list;
    return Optional.empty();
  }

  /// The shop gets a picture from elsewhere itself; each time anew.
  private Optional<Long> fetch(String src) {
    try (var in = URI.create(src).toURL().openStream()) {
      String name = src.substring(src.lastIndexOf('/') + 1);
      return Optional.of(media.put(name, "image/jpeg", in.readAllBytes()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Answer batch(JsonNode body) {
    int size = body.path("create").size() + body.path("update").size() + body.path("delete").size();
    if (size > BATCH) {
      return Call.error(
          413,
          "woocommerce_rest_request_entity_too_large",
          "Unable to accept more than 100 items.");
    }
    List<JsonNode> created = new ArrayList<>();
    for (JsonNode item : body.path("create")) {
      long id = ids++;
      put(id, item.path("name").asString(""), List.of());
      created.add(said(change(id, item), id));
    }
    List<JsonNode> updated = new ArrayList<>();
    for (JsonNode item : body.path("update")) {
      long id = item.path("id").asLong();
      updated.add(said(change(id, item), id));
    }
    List<JsonNode> deleted = new ArrayList<>();
    for (JsonNode id : body.path("delete")) {
      deleted.add(
          products.containsKey(id.asLong())
              ? said(read(id.asLong()), id.asLong())
              : said(noProduct(), id.asLong()));
      products.remove(id.asLong());
    }
    return Answer.json(
        200, Map.of(), Map.of("create", created, "update", updated, "delete", deleted));
  }

  /// One item's answer as a part of a batch's.
  private static JsonNode said(Answer answer, long id) {
    if (!(answer instanceof Answer.Whole(int status, _, byte[] body))) {
      throw new IllegalStateException("an item is answered whole");
    }
    JsonNode json = FakeServer.JSON.readTree(body);
    return status == 200
        ? json
        : FakeServer.JSON.createObjectNode().put("id", id).set("error", json);
  }

  private Map<String, Object> json(long id, Product product) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("name", product.name);
    json.put("price", product.price); // Money is text.
    json.put(
        "images",
        product.images.stream()
            .map(image -> Map.of("id", image, "src", media.url(image), "alt", media.altText(image)))
            .toList());
    List<Object> meta = new ArrayList<>();
    product.meta.forEach(
        (key, value) -> meta.add(Map.of("id", value.id, "key", key, "value", value.value)));
    json.put("meta_data", meta);
    return json;
  }

  private static Answer noProduct() {
    return Call.error(404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  }
}
