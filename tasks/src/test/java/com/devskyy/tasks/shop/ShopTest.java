package com.devskyy.tasks.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskType;
import com.devskyy.fakes.FakeWordPress;
import com.devskyy.fakes.WordPressFault;
import com.devskyy.providers.wordpress.ShopAccess;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.model3d.Generate3d;
import com.devskyy.tasks.model3d.Maker;
import com.devskyy.tasks.model3d.Model3dTasks;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Shelf;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ShopTest {
  private static final long PRODUCT = 794;

  /// Makes two small files and shows them.
  record Show(Optional<Long> product, Optional<String> modelUrl) {
    static final TaskType<Show, Shown> TYPE =
        TaskType.named("show", Show.class, Shown.class).description("Shows").build();
  }

  record Shown(InShop shop, List<String> warnings) {}

  @TempDir Path folder;
  private FakeWordPress site;
  private WordPress library;
  private WooCommerce products;
  private Fleet fleet;
  private Shop shop;
  private long front;

  @BeforeEach
  void open() {
    site = new FakeWordPress();
    site.media().takesModels(true);
    front = site.media().put("front.png", "image/png", new byte[1]);
    site.products().put(PRODUCT, "Bomber", List.of(front));
    library =
        new WordPress(new ShopAccess(site.site(), FakeWordPress.USER, FakeWordPress.PASSWORD));
    products =
        new WooCommerce(new ShopAccess(site.site(), FakeWordPress.KEY, FakeWordPress.SECRET));
    fleet = new Fleet(folder, List.of(Show.TYPE, Generate3d.TYPE));
    shop =
        new Shop(
            Optional.of(library),
            Optional.of(products),
            fleet.service("the shop"),
            fleet.shelf,
            fleet.clock);
    fleet.serve(List.of(Show.TYPE.servedBy(this::show)));
  }

  @AfterEach
  void close() {
    library.close();
    products.close();
    site.close();
    assertThat(site.complaints()).isEmpty();
  }

  private Shown show(TaskContext context, Show input) throws Exception {
    List<String> warnings = new ArrayList<>();
    Shelf.Kept model =
        fleet.shelf.keep(
            context, "b.glb", "model/gltf-binary", "glTF\u0002 model".getBytes(ISO_8859_1));
    Shelf.Kept picture =
        fleet.shelf.keep(context, "b.png", "image/png", "\u0089PNG picture".getBytes(ISO_8859_1));
    Shelf.Kept found =
        new Shelf.Kept(
            model.name(),
            model.mediaType(),
            model.bytes(),
            model.sha256(),
            input.modelUrl.orElse(model.url()),
            Optional.empty());
    var piece = new Piece("Bomber", "A bomber", found, Optional.of(picture), input.product);
    return new Shown(shop.show(context, piece, warnings), warnings);
  }

  private Task run(Optional<Long> product, Optional<String> modelUrl) {
    return fleet.toEnd(fleet.enqueue(Show.TYPE, new Show(product, modelUrl)));
  }

  private Shown shown(Task task) {
    assertThat(task.error()).isEmpty();
    return fleet
        .codec
        .decode(
            task.result().orElseThrow(), Shown.class, com.devskyy.engine.Codec.UnknownFields.REFUSE)
        .value();
  }

  @Test
  void pictureAndModelAreInTheLibraryAndAtTheProduct() {
    Shown shown = shown(run(Optional.of(PRODUCT), Optional.empty()));
    assertThat(shown.warnings()).isEmpty();
    long picture = shown.shop().picture().orElseThrow().id();
    assertThat(site.products().images(PRODUCT)).containsExactly(front, picture);
    assertThat(site.products().meta(PRODUCT, WooCommerce.MODEL))
        .contains(shown.shop().model().orElseThrow().url());
  }

  @Test
  void withoutAProductTheyAreInTheLibraryAlone() {
    Shown shown = shown(run(Optional.empty(), Optional.empty()));
    assertThat(shown.shop().productId()).isEmpty();
    assertThat(site.media().fileNames()).hasSize(3);
    assertThat(site.products().images(PRODUCT)).containsExactly(front);
  }

  @Test
  void aModelThatAnyoneCanGetIsNotUploadedButNamed() {
    String url = "https://cdn.example/sha256/ab/abc";
    Shown shown = shown(run(Optional.of(PRODUCT), Optional.of(url)));
    assertThat(shown.shop().model()).isEmpty();
    assertThat(site.products().meta(PRODUCT, WooCommerce.MODEL)).contains(url);
  }

  @Test
  void whatASiteRefusesIsAWarningAndTheRestIsShown() {
    site.media().takesModels(false);
    Shown shown = shown(run(Optional.of(PRODUCT), Optional.of("https://cdn.example/a?X-Sig=1")));
    assertThat(shown.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .startsWith("the shop has no model:")
                    .contains("devskyy-glb.php"));
    assertThat(site.products().images(PRODUCT)).hasSize(2);
    assertThat(site.products().meta(PRODUCT, WooCommerce.MODEL)).isEmpty();
  }

  @Test
  void aMissingProductIsAWarning() {
    Shown shown = shown(run(Optional.of(4_711L), Optional.empty()));
    assertThat(shown.shop().productId()).isEmpty();
    assertThat(shown.warnings().getFirst()).contains("product 4711", "there is no such product");
  }

  @Test
  void aShopThatIsAwayOrBusyCostsNoAttempt() {
    site.fail("POST", WordPressFault.MAINTENANCE);
    site.fail("POST", WordPressFault.CRITICAL_ERROR);
    site.fail("PUT", WordPressFault.BUSY);
    site.fail("PUT", WordPressFault.ANSWER_LOST);
    Task task = run(Optional.of(PRODUCT), Optional.empty());
    assertThat(shown(task).warnings()).isEmpty();
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(site.media().fileNames()).hasSize(3);
    assertThat(site.products().images(PRODUCT)).hasSize(2);
  }

  private void block(String method) {
    for (int i = 0; i < 200; i++) {
      site.fail(method, WordPressFault.BLOCKED);
    }
  }

  @Test
  void aShopThatStaysAwayIsLeftAloneAndTheRestOfTheResultIsThere() {
    block("HEAD");
    Instant begun = fleet.clock.instant();
    Task task = run(Optional.of(PRODUCT), Optional.empty());
    assertThat(Duration.between(begun, fleet.clock.instant()))
        .isBetween(Shop.PATIENCE, Shop.PATIENCE.plusMinutes(1));
    assertThat(task.attempt()).isEqualTo(1);
    Shown shown = shown(task);
    assertThat(shown.shop())
        .isEqualTo(new InShop(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(shown.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .startsWith("the shop has no picture: the site was in trouble for 15 minutes")
                    .contains("403, a page of a firewall", "add what is missing by hand"));
  }

  @Test
  void whatWasShownBeforeTheShopWentAwayIsInTheResult() {
    block("PUT");
    Shown shown = shown(run(Optional.of(PRODUCT), Optional.empty()));
    assertThat(shown.shop().picture()).isPresent();
    assertThat(shown.shop().model()).isPresent();
    assertThat(shown.shop().productId()).isEmpty();
    assertThat(shown.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).startsWith("product 794 does not show it:"));
  }

  @Test
  void aShopThatIsWellAgainHasItsTroubleForgotten() {
    for (int i = 0; i < 5; i++) {
      site.fail("POST", WordPressFault.CRITICAL_ERROR);
    }
    run(Optional.empty(), Optional.empty());
    site.fail("POST", WordPressFault.CRITICAL_ERROR);
    Instant begun = fleet.clock.instant();
    shown(run(Optional.empty(), Optional.empty()));
    assertThat(Duration.between(begun, fleet.clock.instant()))
        .as("the first rest is of seconds")
        .isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aWorkerThatIsKilledAtAnyStepShowsEverythingOnce() {
    run(Optional.of(PRODUCT), Optional.empty());
    long calls = fleet.calls();
    assertThat(calls).isGreaterThan(6);
    for (Fleet.Kill kill : Fleet.Kill.everywhere(calls)) {
      close();
      open();
      fleet.plan(kill);
      Task task = run(Optional.of(PRODUCT), Optional.empty());
      assertThat(shown(task).warnings()).as(kill.toString()).isEmpty();
      assertThat(site.media().fileNames()).as(kill.toString()).hasSize(3);
      assertThat(site.products().images(PRODUCT)).as(kill.toString()).hasSize(2);
    }
  }

  @Test
  void aGarmentIsShownAtItsProduct() {
    fleet.serve(
        new Model3dTasks(
                Maker.LOCAL,
                Optional.empty(),
                fleet.inputs,
                fleet.shelf,
                new Semaphore(1),
                fleet.clock,
                Optional.of(shop))
            .served());
    Task task =
        fleet.toEnd(
            fleet.enqueue(
                "generate_3d",
                "{\"prompt\":\"tee\",\"user_id\":\"u\",\"product_id\":%d}".formatted(PRODUCT)));
    assertThat(task.error()).isEmpty();
    Map<?, ?> metadata = (Map<?, ?>) fleet.result(task.id()).get("metadata");
    assertThat(((Map<?, ?>) metadata.get("shop")).get("product_id").toString()).isEqualTo("794");
    assertThat(site.products().images(PRODUCT)).hasSize(2);
    assertThat(site.media().fileNames())
        .anyMatch(name -> name.endsWith(".glb"))
        .anyMatch(name -> name.endsWith(".png"));
  }
}
