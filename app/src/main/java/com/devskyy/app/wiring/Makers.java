package com.devskyy.app.wiring;

import com.devskyy.app.host.Host;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Codec;
import com.devskyy.engine.Records;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.Waiting;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.providers.fashn.FashnSettings;
import com.devskyy.providers.fetch.FetchRules;
import com.devskyy.providers.tripo.ModelOptions;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoSettings;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.model3d.Model3dTasks;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import com.devskyy.tasks.shop.Shop;
import com.devskyy.tasks.tryon.TryOnTasks;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What makes models and pictures: the services that there are keys for, and the studio.
final class Makers implements AutoCloseable {
  /// What a client needs to know of what they serve.
  static final List<TaskType<?, ?>> TYPES = types();

  /// Virtual threads wait, so that many tasks may.
  private static final Waiting SLEEP = Thread::sleep;

  private final List<Runnable> closing = new ArrayList<>();
  private final List<ServedType<?, ?>> served = new ArrayList<>();

  /// What they need of the product.
  ///
  /// @param clock that all workers agree on
  record Surroundings(
      Settings settings,
      Host host,
      Codec codec,
      Records records,
      InstantSource clock,
      Path dataRoot,
      ArtifactStore artifacts) {
    Service service(String name) {
      return new Service(name, records, codec, clock, host.random());
    }
  }

  Makers(Surroundings around) {
    Settings settings = around.settings();
    var inputs =
        new Inputs(FetchRules.of(around.dataRoot(), settings.get(Setting.FETCH_ALLOW_HOSTS)));
    var shelf = new Shelf(around.artifacts());
    var cores = new Semaphore(Runtime.getRuntime().availableProcessors());
    var tryOn =
        new TryOnTasks(
            com.devskyy.tasks.tryon.Maker.valueOf(constant(settings.get(Setting.TRYON_PROVIDER))),
            fashn(around),
            inputs,
            shelf,
            cores);
    served.addAll(
        new Model3dTasks(
                com.devskyy.tasks.model3d.Maker.valueOf(
                    constant(settings.get(Setting.GENERATE_3D_PROVIDER))),
                tripo(around),
                tryOn.cutOuts(),
                inputs,
                shelf,
                cores,
                around.clock(),
                shop(around, shelf))
            .served());
    served.addAll(tryOn.served());
  }

  private static List<TaskType<?, ?>> types() {
    List<TaskType<?, ?>> types = new ArrayList<>(Model3dTasks.TYPES);
    types.addAll(TryOnTasks.TYPES);
    return List.copyOf(types);
  }

  /// What a worker serves.
  List<ServedType<?, ?>> served() {
    return served;
  }

  private Optional<Model3dTasks.Tripo> tripo(Surroundings around) {
    Settings settings = around.settings();
    if (!settings.has(Setting.TRIPO_API_KEY)) {
      return Optional.empty();
    }
    mustGoTogether(settings);
    var client =
        new TripoClient(
            TripoSettings.of(
                URI.create(settings.get(Setting.TRIPO_URL)),
                new ApiKey(settings.get(Setting.TRIPO_API_KEY))),
            SLEEP);
    closing.add(client::close);
    return Optional.of(
        new Model3dTasks.Tripo(
            client,
            around.service("Tripo"),
            settings.get(Setting.TRIPO_MODEL),
            settings.get(Setting.TRIPO_FACE_LIMIT),
            settings.get(Setting.TRIPO_PBR).equals("on"),
            texture(settings)));
  }

  /// What a model may have as faces depends on its version: Tripo would refuse every task.
  ///
  /// @throws Problem when the settings of Tripo contradict each other
  static void mustGoTogether(Settings settings) {
    try {
      var _ =
          new ModelOptions(
              settings.get(Setting.TRIPO_MODEL),
              settings.get(Setting.TRIPO_FACE_LIMIT),
              settings.get(Setting.TRIPO_PBR).equals("on"),
              texture(settings),
              0);
    } catch (IllegalArgumentException e) {
      throw new Problem(
          ExitCode.USAGE,
          "TRIPO_FACE_LIMIT does not go with TRIPO_MODEL: " + e.getMessage(),
          "TRIPO_MODEL came from %s, TRIPO_FACE_LIMIT from %s"
              .formatted(
                  settings.given(Setting.TRIPO_MODEL).origin(),
                  settings.given(Setting.TRIPO_FACE_LIMIT).origin()),
          "set TRIPO_FACE_LIMIT to what the model allows, or TRIPO_MODEL to another version",
          e);
    }
  }

  private static TextureQuality texture(Settings settings) {
    return TextureQuality.valueOf(constant(settings.get(Setting.TRIPO_TEXTURE)));
  }

  private Optional<TryOnTasks.Fashn> fashn(Surroundings around) {
    Settings settings = around.settings();
    if (!settings.has(Setting.FASHN_API_KEY)) {
      return Optional.empty();
    }
    var client =
        new FashnClient(
            FashnSettings.of(
                URI.create(settings.get(Setting.FASHN_URL)),
                new ApiKey(settings.get(Setting.FASHN_API_KEY))),
            SLEEP);
    closing.add(client::close);
    return Optional.of(new TryOnTasks.Fashn(client, around.service("FASHN")));
  }

  /// What there is of the shop: its library, its products, both or nothing.
  private Optional<Shop> shop(Surroundings around, Shelf shelf) {
    if (!around.settings().has(Setting.WORDPRESS_URL)) {
      return Optional.empty();
    }
    var access = new ShopSettings(around.settings());
    Optional<WordPress> library = access.library().map(WordPress::new);
    Optional<WooCommerce> products = access.products().map(WooCommerce::new);
    library.ifPresent(it -> closing.add(it::close));
    products.ifPresent(it -> closing.add(it::close));
    return library.isEmpty() && products.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Shop(library, products, around.service("the shop"), shelf, around.clock()));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
