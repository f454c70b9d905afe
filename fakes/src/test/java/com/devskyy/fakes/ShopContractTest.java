package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.fakes.Listener.Heard;
import com.devskyy.fakes.Raw.Said;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What the stand-in for WooCommerce does beyond what our client asks for. What it answers the
/// client, and how its media library behaves, is tested where the client is, the latter beside a
/// real WordPress.
@Timeout(60)
final class ShopContractTest {
  private final FakeWordPress shop = new FakeWordPress();
  private final Raw http =
      new Raw(
          shop.site().resolve("/wp-json/wc/v3"),
          "Authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(
                      (FakeWordPress.KEY + ":" + FakeWordPress.SECRET).getBytes(UTF_8)));

  @BeforeEach
  void product() {
    shop.products().put(794, "Bomber", List.of());
  }

  @AfterEach
  void close() {
    http.close();
    shop.close();
    assertThat(shop.complaints()).isEmpty();
  }

  @Test
  void picturesFromElsewhereAreFetchedEachTimeAnew() throws Exception {
    long known = shop.media().put("front.png", "image/png", Samples.png(8, 8, 1));
    String source =
        "{\"images\":[{\"src\":\"%s/wp-content/uploads/2026/11/front.png\"}]}"
            .formatted(shop.site());
    JsonNode product = put("/products/794", source).json();
    assertThat(product.path("images").path(0).path("id").asLong()).isNotEqualTo(known);
    assertThat(put("/products/794", source).json().path("images").path(0).path("id").asLong())
        .isNotEqualTo(product.path("images").path(0).path("id").asLong());
    assertThat(shop.media().fileNames()).hasSize(3);
    Said gone = put("/products/794", source.replace("front", "gone"));
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.json().path("code").asString())
        .isEqualTo("woocommerce_product_image_upload_error");
    assertThat(shop.products().images(794)).as("as before").hasSize(1);
  }

  private Said put(String path, String json) throws Exception {
    return http.send("PUT", path, json.getBytes(UTF_8), "Content-Type", "application/json");
  }

  @Test
  void aBatchAnswersEachOfItsItemsAndTakesAHundred() throws Exception {
    Said said =
        http.post(
            "/products/batch",
            """
            {"create":[{"name":"Cap","meta_data":[{"key":"k","value":"v"}]}],
            "update":[{"id":794,"meta_data":[{"key":"k","value":"v"}]},{"id":1}],
            "delete":[794,2]}""");
    assertThat(said.status()).isEqualTo(200);
    JsonNode created = said.json().path("create").path(0);
    assertThat(created.path("name").asString()).isEqualTo("Cap");
    assertThat(created.path("price").isString()).as("money is text").isTrue();
    JsonNode updated = said.json().path("update");
    assertThat(updated.path(0).path("meta_data").path(0).path("value").asString()).isEqualTo("v");
    assertThat(updated.path(1).path("id").asLong()).isEqualTo(1);
    assertThat(updated.path(1).path("error").path("code").asString())
        .isEqualTo("woocommerce_rest_product_invalid_id");
    assertThat(said.json().path("delete").path(0).path("name").asString()).isEqualTo("Bomber");
    assertThat(said.json().path("delete").path(1).has("error")).isTrue();
    assertThat(http.get("/products/794").status()).isEqualTo(404);
    assertThat(http.get("/products/" + created.path("id").asLong()).status()).isEqualTo(200);
    Said tooMany = http.post("/products/batch", "{\"delete\":[%s1]}".formatted("1,".repeat(100)));
    assertThat(tooMany.status()).isEqualTo(413);
  }

  @Test
  void changesAreToldSigned() throws Exception {
    try (var listener = new Listener()) {
      shop.products().webhook(listener.address(), "of the hook");
      put("/products/794", "{\"meta_data\":[{\"key\":\"k\",\"value\":\"v\"}]}");
      assertThat(shop.products().deliver()).containsExactly(200);
      Heard heard = listener.heard().getFirst();
      assertThat(heard.headers().get("X-WC-Webhook-Topic")).isEqualTo("product.updated");
      assertThat(heard.headers().get("X-WC-Webhook-Signature"))
          .isEqualTo(
              Base64.getEncoder().encodeToString(Posting.signature("of the hook", heard.body())));
      assertThat(heard.headers().get("X-WC-Webhook-Resource")).isEqualTo("product");
      assertThat(heard.headers().get("X-WC-Webhook-Event")).isEqualTo("updated");
      assertThat(heard.headers().get("X-WC-Webhook-ID")).isEqualTo("1");
      assertThat(heard.headers().get("X-WC-Webhook-Delivery-ID")).isNotEmpty();
      assertThat(heard.json().path("id").asLong()).isEqualTo(794);
      assertThat(shop.products().deliver()).isEmpty();
    }
  }

  @Test
  void whoFailsFiveTimesInARowIsToldNoMore() throws Exception {
    try (var listener = new Listener()) {
      listener.answers(500, 404, 500, 302, 200, 500, 500, 500, 500, 500, 200);
      shop.products().webhook(listener.address(), "of the hook");
      int told = 0;
      for (int i = 0; i < 12; i++) {
        put("/products/794", "{\"meta_data\":[{\"key\":\"k\",\"value\":\"v\"}]}");
        told += shop.products().deliver().size();
      }
      assertThat(told).isEqualTo(10);
    }
  }

  @Test
  void pagesOfTheLibraryAreCounted() throws Exception {
    for (int i = 0; i < 3; i++) {
      shop.media().put("a%d.png".formatted(i), "image/png", new byte[1]);
    }
    try (var anyone = new Raw(shop.site())) {
      Said said = anyone.get("/wp-json/wp/v2/media?per_page=2&page=2");
      assertThat(said.json()).hasSize(1);
      assertThat(said.header("X-WP-Total")).isEqualTo("3");
      assertThat(said.header("X-WP-TotalPages")).isEqualTo("2");
      assertThat(said.header("Link")).contains("per_page=2&page=1>; rel=\"prev\"");
      assertThat(anyone.get("/wp-json/wp/v2/media?per_page=2").header("Link"))
          .contains("per_page=2&page=2>; rel=\"next\"");
      assertThat(anyone.get("/wp-json/wp/v2/media?per_page=2&page=3").status()).isEqualTo(400);
      assertThat(anyone.get("/wp-json/wp/v2/media?per_page=101").status()).isEqualTo(400);
      assertThat(anyone.get("/wp-json/wp/v2/media?search=A1").json()).hasSize(1);
      assertThat(anyone.get("/wp-json/wp/v2/media?slug=a2").json()).hasSize(1);
    }
  }
}
