package com.devskyy.providers.wordpress;

import static com.devskyy.fakes.WordPressFault.ANSWER_LOST;
import static com.devskyy.fakes.WordPressFault.CRITICAL_ERROR;
import static com.devskyy.fakes.WordPressFault.SLOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.devskyy.fakes.FakeWordPress;
import com.devskyy.fakes.WordPressFault;
import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.RateLimited;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WordPressTest {
  private final FakeWordPress site = new FakeWordPress();
  private final WordPress client = client(FakeWordPress.PASSWORD);

  private WordPress client(String password) {
    return new WordPress(
        new ShopAccess(site.site(), FakeWordPress.USER, password), Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    client.close();
    site.close();
    assertThat(site.complaints()).isEmpty();
  }

  private static MediaUpload picture(String taskId) {
    return new MediaUpload(
        taskId,
        "\u0089PNG and more".getBytes(ISO_8859_1),
        "image/png",
        "png",
        "Bomber & Co",
        "A bomber, seen from the front");
  }

  private static MediaUpload model() {
    return new MediaUpload(
        "01J8", "glTF\u0002 and more".getBytes(ISO_8859_1), "model/gltf-binary", "glb", "", "");
  }

  private Refused refused(MediaUpload upload) {
    return catchThrowableOfType(Refused.class, () -> client.upload(upload));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aFileIsStoredUnderANameOfItsTaskAndBytes(boolean prettyPermalinks, boolean linkHeader)
      throws Exception {
    site.prettyPermalinks(prettyPermalinks);
    site.linkHeader(linkHeader);
    Media media = client.upload(picture("01J8QK7"));
    assertThat(media.slug()).matches("skyyrose-01j8qk7-[0-9a-f]{12}");
    assertThat(media.mediaType()).isEqualTo("image/png");
    assertThat(site.media().fileNames()).containsExactly(media.slug() + ".png");
    try (var in = media.url().toURL().openStream()) {
      assertThat(in.readAllBytes()).isEqualTo(picture("01J8QK7").bytes());
    }
  }

  @Test
  void theSameFileOfTheSameTaskIsSentOnce() throws Exception {
    Media first = client.upload(picture("01J8"));
    assertThat(client.upload(picture("01J8"))).isEqualTo(first);
    assertThat(site.calls("POST")).isEqualTo(1);
    assertThat(client.upload(picture("01J9")).id()).isNotEqualTo(first.id());
  }

  @ParameterizedTest
  @EnumSource(
      value = WordPressFault.class,
      names = {"ANSWER_LOST", "NOTICE"})
  void aFileThatArrivedIsTakenForStoredWhateverBecameOfTheAnswer(WordPressFault fault)
      throws Exception {
    site.fail("POST", fault);
    assertThat(client.upload(picture("01J8")).id()).isPositive();
    assertThat(site.media().fileNames()).hasSize(1);
  }

  @Test
  void aFileThatTakesTooLongIsFoundOnceItIsThere() throws Exception {
    site.fail("POST", SLOW);
    try (var hasty =
        new WordPress(
            new ShopAccess(site.site(), FakeWordPress.USER, FakeWordPress.PASSWORD),
            Duration.ofSeconds(1))) {
      assertThat(hasty.upload(picture("01J8")).id()).isPositive();
    }
    assertThat(site.media().fileNames()).hasSize(1);
  }

  @Test
  void whenNotEvenTheSearchIsAnsweredTheNextTryFindsTheFile() throws Exception {
    client.upload(picture("before"));
    site.fail("POST", ANSWER_LOST);
    assertThat(client.find("none")).isEmpty();
    site.fail("GET", WordPressFault.NOTICE); // The search before the upload goes well.
    site.fail("GET", CRITICAL_ERROR);
    assertThatThrownBy(() -> client.upload(picture("01J8"))).isInstanceOf(Unavailable.class);
    assertThat(client.upload(picture("01J8")).id()).isPositive();
    assertThat(site.media().fileNames()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = WordPressFault.class,
      names = {"CRITICAL_ERROR", "CRITICAL_JSON", "DAMAGED", "BLOCKED"})
  void whatMayPassIsWorthAnotherTry(WordPressFault fault) throws Exception {
    site.fail("POST", fault);
    assertThatThrownBy(() -> client.upload(picture("01J8"))).isInstanceOf(Unavailable.class);
    assertThat(client.upload(picture("01J8")).id()).isPositive();
  }

  @Test
  void aSiteThatAsksForPatienceGetsIt() {
    site.fail("POST", WordPressFault.MAINTENANCE);
    site.fail("POST", WordPressFault.BUSY);
    for (int seconds : new int[] {600, 7}) {
      assertThatExceptionOfType(RateLimited.class)
          .isThrownBy(() -> client.upload(picture("01J8")))
          .satisfies(e -> assertThat(e.after()).hasSeconds(seconds));
    }
  }

  @Test
  void aModelIsRefusedWithTheRemedyUntilThePluginIsThere() throws Exception {
    Refused refused = refused(model());
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused)
        .hasMessageContaining("rest_upload_sideload_error (Sorry, you are not allowed")
        .hasMessageContaining("deploy/wordpress/devskyy-glb.php");
    site.media().takesModels(true);
    assertThat(client.upload(model()).mediaType()).isEqualTo("model/gltf-binary");
  }

  @Test
  void anErrorBehindWarningsAndStatus200IsAnError() {
    site.fail("POST", WordPressFault.NOTICE_200);
    assertThat(refused(model()).code()).isEqualTo("rest_upload_sideload_error");
  }

  @Test
  void aFileThatAProxyFindsTooLargeIsRefused() {
    site.fail("POST", WordPressFault.TOO_LARGE);
    assertThat(refused(picture("01J8"))).hasMessageContaining("client_max_body_size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void aPageForPeopleIsNoAnswerWhateverItsStatus(String method) {
    site.fail(method, WordPressFault.LOGIN_PAGE);
    assertThat(refused(picture("01J8"))).hasMessageContaining("a page for people");
    assertThat(site.media().fileNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void aRedirectIsNotFollowedButExplained(String method) {
    site.fail(method, WordPressFault.REDIRECT);
    assertThat(refused(picture("01J8")))
        .hasMessageContaining("redirects to https://shop.example/wp-json/wp/v2/media;")
        .hasMessageContaining("set WORDPRESS_URL");
    assertThat(site.media().fileNames()).isEmpty();
  }

  @Test
  void wrongCredentialsAndStrippedHeadersAreToldApartFromTrouble() throws Exception {
    try (WordPress wrong = client("nope")) {
      assertThatThrownBy(() -> wrong.upload(picture("01J8")))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("rest_cannot_create")
          .hasMessageNotContaining("nope");
      assertThatThrownBy(wrong::check).hasMessageContaining("application password");
    }
    site.fail("GET", WordPressFault.HEADER_STRIPPED);
    assertThatThrownBy(client::check)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("strips the header");
    assertThat(client.check()).isEqualTo(FakeWordPress.USER);
    site.mayUpload(false);
    assertThatThrownBy(client::check).hasMessageContaining("may not upload files");
  }

  @Test
  void theNextUserIsNotToldThePassword() {
    var access = new ShopAccess(site.site(), "me", "geheim");
    assertThat(access.toString()).doesNotContain("geheim").doesNotContain("me as");
    assertThatThrownBy(() -> new ShopAccess(URI.create("https://u:p@a.example"), "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSiteThatIsNotThereIsWorthAnotherTry() {
    site.close();
    assertThatThrownBy(() -> client.upload(picture("01J8")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("could not be reached");
  }

  @Test
  void twoFilesAreSentAtOnceAndNoMore() throws Exception {
    site.slowness(Duration.ofMillis(300));
    for (int i = 0; i < 6; i++) {
      site.fail("POST", SLOW);
    }
    List<Future<Media>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < 6; i++) {
        String task = "t" + i;
        answers.add(threads.submit(() -> client.upload(picture(task))));
      }
      for (Future<Media> answer : answers) {
        answer.get();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }
  }

  @Test
  void everyKindOfErrorIsOfTheSealedFamily() {
    for (WordPressFault fault : WordPressFault.values()) {
      if (fault == SLOW) {
        continue;
      }
      site.fail("GET", fault);
      try {
        client.find("x");
      } catch (ProviderException | InterruptedException e) {
        assertThat(e)
            .isInstanceOf(ProviderException.class)
            .isNotInstanceOf(ProviderException.AnswerLost.class);
      }
    }
  }
}
