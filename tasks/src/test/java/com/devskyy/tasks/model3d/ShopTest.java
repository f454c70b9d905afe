package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.fakes.FakeTripo;
import com.devskyy.fakes.FakeWordPress;
import com.devskyy.fakes.WordPressFault;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoSettings;
import com.devskyy.providers.wordpress.ShopAccess;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.provider.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A finished model goes into the shop.
@Timeout(60)
final class ShopTest {
  private static final long PRODUCT = 794;

  @TempDir Path folder;
  private Fleet fleet;
  private FakeTripo tripo;
  private FakeWordPress site;
  private TripoClient client;
  private WordPress library;
  private WooCommerce products;

  @BeforeEach
  void open() {
    fleet = new Fleet(folder, Model3dTasks.TYPES);
    tripo = new FakeTripo(fleet.clock);
    tripo.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
    site = new FakeWordPress();
    site.media().takesModels(true);
    site.products().put(PRODUCT, "Hoodie", List.of());
    client =
        new TripoClient(TripoSettings.of(tripo.base(), new ApiKey(FakeTripo.KEY)), fleet.waiting());
    library =
        new WordPress(new ShopAccess(site.site(), FakeWordPress.USER, FakeWordPress.PASSWORD));
    products =
        new WooCommerce(new ShopAccess(site.site(), FakeWordPress.KEY, FakeWordPress.SECRET));
    var shop =
        new Shop(fleet.service("WordPress"), library, Optional.of(products), fleet.artifacts);
    fleet.serve(
        new Model3dTasks(
                Maker.TRIPO,
                Optional.of(
                    new Model3dTasks.Tripo(
                        client,
                        fleet.service("Tripo"),
                        "v3.1-20260211",
                        30_000,
                        true,
                        TextureQuality.STANDARD)),
                fleet.inputs,
                fleet.shelf,
                Optional.of(shop),
                new Semaphore(1),
                fleet.clock)
            .served());
  }

  @AfterEach
  void close() {
    client.close();
    library.close();
    products.close();
    tripo.close();
    site.close();
  }

  private Task run() {
    return fleet.toEnd(
        fleet.enqueue(
            "generate_3d",
            "{\"prompt\":\"hoodie\",\"user_id\":\"u\",\"product_name\":\"Thorn\",\"product_id\":%d}"
                .formatted(PRODUCT)));
  }

  private Map<?, ?> shop(Task task) {
    return (Map<?, ?>) ((Map<?, ?>) fleet.result(task.id()).get("metadata")).get("shop");
  }

  @Test
  void previewAndModelAreInTheLibraryAndAtTheProduct() {
    Task task = run();
    assertThat(task.error()).isEmpty();
    Map<?, ?> shop = shop(task);
    assertThat(site.media().fileNames()).hasSize(2).anyMatch(name -> name.endsWith(".glb"));
    assertThat(site.products().images(PRODUCT)).hasSize(1);
    assertThat(site.products().meta(PRODUCT, WooCommerce.MODEL))
        .contains(shop.get("model_url").toString());
    assertThat(shop.get("product_id").toString()).isEqualTo("794");
    assertThat((List<?>) shop.get("refused")).isEmpty();
  }

  @Test
  void whatTheShopDoesNotTakeIsAWarningAndTheModelIsThere() {
    site.media().takesModels(false);
    Task task = run();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    Map<?, ?> metadata = (Map<?, ?>) fleet.result(task.id()).get("metadata");
    assertThat(metadata.get("warnings").toString())
        .contains("thorn.glb is not in the shop", "devskyy-glb.php");
    assertThat(site.products().images(PRODUCT)).hasSize(1);
  }

  @Test
  void aShopThatIsAwayIsWaitedForAndNothingIsPaidTwice() {
    site.fail("POST", WordPressFault.MAINTENANCE);
    Task task = run();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(site.media().fileNames()).hasSize(2);
    assertThat(tripo.created()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsKilledAtAnyStepPutsEverythingThereOnce() {
    run();
    long calls = fleet.calls();
    for (long call = 1; call <= calls; call++) {
      close();
      open();
      fleet.plan(Fault.Plan.at(call, new Fault.CrashBefore()));
      Task task = run();
      String where = "call " + call;
      assertThat(task.error()).as(where).isEmpty();
      assertThat(site.media().fileNames()).as(where).hasSize(2);
      assertThat(site.products().images(PRODUCT)).as(where).hasSize(1);
      assertThat(tripo.created()).as(where).isEqualTo(1);
    }
  }
}
