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
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoSettings;
import com.devskyy.providers.wordpress.ShopAccess;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.model3d.Model3dTasks;
import com.devskyy.tasks.model3d.Shop;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
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
  /// @param artifacts where files are kept
  record Surroundings(
      Settings settings,
      Host host,
      Codec codec,
      Records records,
      InstantSource clock,
      Path dataRoot,
      ArtifactStore artifacts,
      Shelf.Places places) {
    Service service(String name) {
      return new Service(name, records, codec, clock, host.random());
    }
  }

  Makers(Surroundings around) {
    Settings settings = around.settings();
    var inputs =
        new Inputs(FetchRules.of(around.dataRoot(), settings.get(Setting.FETCH_ALLOW_HOSTS)));
    var shelf = new Shelf(around.places());
    var cores = new Semaphore(Runtime.getRuntime().availableProcessors());
    served.addAll(
        new Model3dTasks(
                com.devskyy.tasks.model3d.Maker.valueOf(
                    constant(settings.get(Setting.GENERATE_3D_PROVIDER))),
                tripo(around),
                inputs,
                shelf,
                shop(around),
                cores,
                around.clock())
            .served());
    served.addAll(
        new TryOnTasks(
                com.devskyy.tasks.tryon.Maker.valueOf(
                    constant(settings.get(Setting.TRYON_PROVIDER))),
                fashn(around),
                inputs,
                shelf,
                cores)
            .served());
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
            TextureQuality.valueOf(constant(settings.get(Setting.TRIPO_TEXTURE)))));
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

  /// Where finished models go, if a site is named.
  private Optional<Shop> shop(Surroundings around) {
    Settings settings = around.settings();
    if (!settings.has(Setting.WORDPRESS_URL)) {
      return Optional.empty();
    }
    if (!settings.has(Setting.WORDPRESS_USER) || !settings.has(Setting.WORDPRESS_PASSWORD)) {
      throw new Problem(
          ExitCode.USAGE,
          "WORDPRESS_URL is set without WORDPRESS_USER and WORDPRESS_PASSWORD",
          "nothing can be uploaded without a user and an application password of his",
          "devskyy doctor");
    }
    var library =
        new WordPress(access(settings, Setting.WORDPRESS_USER, Setting.WORDPRESS_PASSWORD));
    closing.add(library::close);
    Optional<WooCommerce> products = Optional.empty();
    if (settings.has(Setting.WOOCOMMERCE_KEY) && settings.has(Setting.WOOCOMMERCE_SECRET)) {
      var client =
          new WooCommerce(access(settings, Setting.WOOCOMMERCE_KEY, Setting.WOOCOMMERCE_SECRET));
      closing.add(client::close);
      products = Optional.of(client);
    }
    return Optional.of(
        new Shop(around.service("WordPress"), library, products, around.artifacts()));
  }

  private static ShopAccess access(
      Settings settings, Setting<String> user, Setting<String> password) {
    try {
      return new ShopAccess(
          URI.create(settings.get(Setting.WORDPRESS_URL)),
          settings.get(user),
          settings.get(password));
    } catch (IllegalArgumentException e) {
      throw new Problem(
          ExitCode.USAGE,
          "WORDPRESS_URL: " + e.getMessage(),
          Setting.WORDPRESS_URL.meaning(),
          "devskyy doctor",
          e);
    }
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
