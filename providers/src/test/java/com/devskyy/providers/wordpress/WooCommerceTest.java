package com.devskyy.providers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.fakes.FakeWordPress;
import com.devskyy.fakes.WordPressFault;
import com.devskyy.providers.ProviderException.RateLimited;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class WooCommerceTest {
  private static final Optional<URI> MODEL =
      Optional.of(URI.create("https://cdn.example/bomber.glb"));

  private final FakeWordPress site = new FakeWordPress();
  private final WooCommerce client =
      new WooCommerce(new ShopAccess(site.site(), FakeWordPress.KEY, FakeWordPress.SECRET));
  private long front;
  private long back;
  private long ours;

  @BeforeEach
  void product() {
    front = site.media().put("front.png", "image/png", new byte[1]);
    back = site.media().put("back.png", "image/png", new byte[1]);
    ours = site.media().put("ours.png", "image/png", new byte[1]);
    site.products().put(794, "Bomber", List.of(front, back));
  }

  @AfterEach
  void close() {
    client.close();
    site.close();
    assertThat(site.complaints()).isEmpty();
  }

  private boolean attach() throws Exception {
    return client.attach(794, List.of(new ProductImage(ours, "A bomber")), MODEL);
  }

  @Test
  void picturesAreAddedBehindThoseThatAreThereAndTheModelIsNamed() throws Exception {
    assertThat(attach()).isTrue();
    assertThat(site.products().images(794)).containsExactly(front, back, ours);
    assertThat(site.products().meta(794, WooCommerce.MODEL)).contains(MODEL.get().toString());
  }

  @Test
  void againNothingIsWritten() throws Exception {
    attach();
    assertThat(attach()).isFalse();
    assertThat(site.calls("PUT")).isEqualTo(1);
    assertThat(site.products().images(794)).containsExactly(front, back, ours);
  }

  @Test
  void aModelAloneLeavesThePicturesAlone() throws Exception {
    site.products().betweenReadAndWrite(() -> site.products().images(794, List.of(back)));
    assertThat(client.attach(794, List.of(), MODEL)).isTrue();
    assertThat(site.products().images(794)).containsExactly(back);
  }

  @Test
  void aPictureThatSomebodyTookAwayAfterTheReadingDoesNotKeepOursOut() throws Exception {
    site.products().betweenReadAndWrite(() -> site.products().images(794, List.of()));
    attach();
    assertThat(site.products().images(794)).contains(ours);
    assertThat(attach()).isFalse();
  }

  @Test
  void aProductThatIsDeletedBetweenReadAndWriteIsRefused() {
    site.products().betweenReadAndWrite(() -> site.products().delete(794));
    assertThatThrownBy(this::attach)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("changing product 794")
        .hasMessageContaining("there is no such product");
  }

  @ParameterizedTest
  @EnumSource(
      value = WordPressFault.class,
      names = {"ANSWER_LOST", "CRITICAL_ERROR", "CRITICAL_JSON"})
  void aLostAnswerIsWorthAnotherTryThatReadsFirst(WordPressFault fault) throws Exception {
    site.fail("PUT", fault);
    assertThatThrownBy(this::attach).isInstanceOf(Unavailable.class);
    attach();
    assertThat(site.products().images(794)).containsExactly(front, back, ours);
    assertThat(site.calls("PUT")).isEqualTo(fault == WordPressFault.ANSWER_LOST ? 1 : 2);
  }

  @Test
  void whatIsNoPictureIsRefused() {
    assertThatThrownBy(() -> client.attach(794, List.of(new ProductImage(4_711, "")), MODEL))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("woocommerce_product_invalid_image_id");
  }

  @Test
  void wrongKeysAreRefusedWithWhatToDo() {
    try (var wrong = new WooCommerce(new ShopAccess(site.site(), "ck_no", "cs_no"))) {
      assertThatThrownBy(() -> wrong.attach(794, List.of(), MODEL))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("WOOCOMMERCE_KEY is wrong or may not read");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WordPressFault.class,
      names = {"MAINTENANCE", "BUSY", "BLOCKED", "CRITICAL_ERROR"})
  void aHomePageInTroubleDoesNotDecideWhereTheInterfaceIs(WordPressFault fault) throws Exception {
    site.fail("HEAD", fault);
    assertThatThrownBy(this::attach).isInstanceOfAny(Unavailable.class, RateLimited.class);
    assertThat(attach()).isTrue();
  }

  @Test
  void withoutALinkTheInterfaceIsFoundWhereItAnswersInJson() throws Exception {
    site.linkHeader(false);
    assertThat(attach()).isTrue();
    int asked = site.calls("HEAD");
    attach();
    assertThat(site.calls("HEAD")).as("it is remembered").isEqualTo(asked);
  }

  @ParameterizedTest
  @EnumSource(
      value = WordPressFault.class,
      names = {"MAINTENANCE", "BUSY", "BLOCKED", "CRITICAL_JSON"})
  void withoutALinkTroubleIsNotTakenForPlainPermalinks(WordPressFault fault) throws Exception {
    site.linkHeader(false);
    site.fail("GET", fault);
    assertThatThrownBy(this::attach).isInstanceOfAny(Unavailable.class, RateLimited.class);
    assertThat(attach()).isTrue();
  }

  @Test
  void thatAddressesAreNumbersIsOnlyRememberedWhereTheSiteSaysSo() throws Exception {
    site.linkHeader(false);
    site.fail("GET", WordPressFault.LOGIN_PAGE);
    assertThatThrownBy(this::attach).hasMessageContaining("needs permalinks other than Plain");
    assertThat(attach()).isTrue();
  }

  @Test
  void plainPermalinksAreExplained() {
    site.prettyPermalinks(false);
    assertThatThrownBy(this::attach)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("needs permalinks other than Plain");
  }
}
