package com.devskyy.providers.wordpress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a site answers, and what the client makes of it: the same for a real WordPress and for
/// the one that stands in for it. Tests share a site, so each has tasks of its own.
@Timeout(120)
abstract class MediaAnswers {
  private final HttpClient http = HttpClient.newHttpClient();

  abstract URI site();

  abstract String user();

  abstract String password();

  /// Addresses with names, or with numbers.
  abstract void prettyPermalinks(boolean pretty) throws Exception;

  /// Puts our plugin there, or takes it away.
  abstract void plugin(boolean there) throws Exception;

  private WordPress client() {
    return new WordPress(new ShopAccess(site(), user(), password()));
  }

  @AfterEach
  void asItWas() throws Exception {
    prettyPermalinks(true);
    plugin(false);
    http.close();
  }

  static byte[] png(int size) {
    var picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(size / 2, size / 2, size);
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] glb() {
    byte[] glb = new byte[64];
    System.arraycopy("glTF\u0002\0\0\0\u0040\0\0\0".getBytes(UTF_8), 0, glb, 0, 12);
    return glb;
  }

  private HttpResponse<byte[]> ask(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder route(String route) {
    return HttpRequest.newBuilder(URI.create(site() + "/wp-json/wp/v2/" + route));
  }

  private HttpRequest.Builder authorized(String route) {
    return route(route)
        .header("Authorization", new ShopAccess(site(), user(), password()).authorization());
  }

  private HttpRequest.Builder upload(String fileName, String type, byte[] bytes) {
    return authorized("media")
        .header("Content-Type", type)
        .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(fileName))
        .POST(BodyPublishers.ofByteArray(bytes));
  }

  private void refused(HttpRequest.Builder request, int status, String code) throws Exception {
    HttpResponse<byte[]> answer = ask(request);
    JsonNode error = PhpJson.in(answer.body()).orElseThrow();
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("data").path("status").asInt()).isEqualTo(status);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void uploadsThatLackSomethingAreRefused() throws Exception {
    refused(upload("a.png", "image/png", new byte[0]), 400, "rest_upload_no_data");
    refused(
        authorized("media")
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(png(8))),
        400,
        "rest_upload_no_content_disposition");
    refused(
        upload("a.png", "image/png", png(8)).header("Content-MD5", "0".repeat(32)),
        412,
        "rest_upload_hash_mismatch");
  }

  @Test
  void filesThatAreNotWhatTheirNameSaysAreRefusedWith500() throws Exception {
    refused(
        upload("a.php", "image/png", "<?php".getBytes(UTF_8)), 500, "rest_upload_sideload_error");
    refused(upload("a.glb", "model/gltf-binary", glb()), 500, "rest_upload_sideload_error");
    plugin(true);
    refused(upload("a.glb", "model/gltf-binary", png(8)), 500, "rest_upload_sideload_error");
  }

  @Test
  void strangersAreRefused() throws Exception {
    refused(route("users/me?context=edit"), 401, "rest_not_logged_in");
    refused(
        route("media")
            .header("Content-Disposition", "attachment; filename=a.png")
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(png(8))),
        401,
        "rest_cannot_create");
    refused(authorized("nothing"), 404, "rest_no_route");
    refused(authorized("media?per_page=101"), 400, "rest_invalid_param");
  }

  @Test
  void theSameNameTwiceIsTwoFiles() throws Exception {
    JsonNode one = PhpJson.in(ask(upload("Twice.png", "image/png", png(9))).body()).orElseThrow();
    JsonNode two = PhpJson.in(ask(upload("Twice.png", "image/png", png(9))).body()).orElseThrow();
    assertThat(one.path("slug").asString()).isEqualTo("twice");
    assertThat(one.path("source_url").asString()).endsWith("/Twice.png");
    assertThat(two.path("slug").asString()).isEqualTo("twice-1");
    assertThat(two.path("source_url").asString()).endsWith("/Twice-1.png");
  }

  @Test
  void aTitleDecidesTheSlugUnlessOneIsGiven() throws Exception {
    JsonNode titled =
        PhpJson.in(
                ask(authorized("media?title=Rose%20Bomber")
                        .header("Content-Type", "image/png")
                        .header("Content-Disposition", "attachment; filename=titled.png")
                        .POST(BodyPublishers.ofByteArray(png(10))))
                    .body())
            .orElseThrow();
    assertThat(titled.path("slug").asString()).isEqualTo("rose-bomber");
    JsonNode named =
        PhpJson.in(
                ask(authorized("media?title=Rose%20Cap&slug=mine-1")
                        .header("Content-Type", "image/png")
                        .header("Content-Disposition", "attachment; filename=named.png")
                        .POST(BodyPublishers.ofByteArray(png(10))))
                    .body())
            .orElseThrow();
    assertThat(named.path("slug").asString()).isEqualTo("mine-1");
  }

  @Test
  void withPlainPermalinksTheInterfaceIsAPageOrARedirectToOne() throws Exception {
    prettyPermalinks(false);
    HttpResponse<byte[]> answer = ask(authorized("media"));
    // Which of both depends on the rules of the web server.
    assertThat(answer.statusCode()).isIn(200, 301);
    assertThat(PhpJson.in(answer.body())).isEmpty();
  }

  @Test
  void theClientSaysWhoItIs() throws Exception {
    try (WordPress client = client()) {
      assertThat(client.check()).isEqualTo(user());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileIsStoredOnceWithItsTextsAndGivenBackAsItWas(boolean pretty) throws Exception {
    prettyPermalinks(pretty);
    byte[] picture = png(pretty ? 300 : 301);
    var upload =
        new MediaUpload(
            "01JStored" + pretty, picture, "image/png", "png", "Bomber & Söhne", "Seen: 100 % + ä");
    try (WordPress client = client()) {
      Media media = client.upload(upload);
      assertThat(media.slug()).isEqualTo(upload.slug());
      assertThat(media.mediaType()).isEqualTo("image/png");
      assertThat(client.upload(upload)).isEqualTo(media);
      assertThat(client.find(upload.slug())).contains(media);
      assertThat(client.find(upload.slug() + "-1")).isEmpty();
      assertThat(ask(HttpRequest.newBuilder(media.url())).body()).isEqualTo(picture);
      prettyPermalinks(true);
      JsonNode item =
          PhpJson.in(ask(authorized("media?slug=" + upload.slug())).body()).orElseThrow().get(0);
      assertThat(item.path("alt_text").asString()).isEqualTo("Seen: 100 % + ä");
      assertThat(item.path("title").path("rendered").asString()).contains("Söhne");
    }
  }

  @Test
  void aModelIsTakenOncePluginIsThere() throws Exception {
    var upload = new MediaUpload("01JModel", glb(), "model/gltf-binary", "glb", "", "");
    try (WordPress client = client()) {
      assertThat(
              Optional.ofNullable(catchThrowable(() -> client.upload(upload)))
                  .map(Throwable::getMessage)
                  .orElse("nothing"))
          .contains("rest_upload_sideload_error", "devskyy-glb.php");
      plugin(true);
      Media media = client.upload(upload);
      assertThat(media.mediaType()).isEqualTo("model/gltf-binary");
      assertThat(ask(HttpRequest.newBuilder(media.url())).body()).isEqualTo(glb());
    }
  }
}
