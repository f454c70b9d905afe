package com.devskyy.app.wiring;

import com.devskyy.app.host.Host;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Records;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.ml.registry.ModelRegistry;
import com.devskyy.redis.legacy.LegacyProtocol;
import com.devskyy.tasks.artifacts.Bucket;
import com.devskyy.tasks.ml.MlTasks;
import com.devskyy.tasks.ml.Models;
import com.devskyy.tasks.ml.StoredModels;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of the product, put together from settings, each made when it is first asked for.
/// Used by one thread.
public final class Product implements AutoCloseable {
  /// Keys of services that a task type calls.
  private static final Set<Setting<String>> USED =
      Set.of(
          Setting.TRIPO_API_KEY,
          Setting.FASHN_API_KEY,
          Setting.WORDPRESS_APP_PASSWORD,
          Setting.WOOCOMMERCE_KEY,
          Setting.WOOCOMMERCE_SECRET);

  private final Settings settings;
  private final Host host;
  private final JsonCodec codec = new JsonCodec();
  private final StoreAddress queue;

  private List<ServedType<?, ?>> extra = List.of();
  private final Stores stores;
  private final Artifacts artifacts;
  private @Nullable OpenStore store;
  private @Nullable OpenStore recordsElsewhere;
  private final List<OpenStore> others = new ArrayList<>();
  private @Nullable ModelRegistry models;
  private @Nullable Makers makers;
  private @Nullable TaskClient client;

  /// @throws Problem when the settings name a store this build does not have
  public Product(Settings settings, Host host) {
    this.settings = settings;
    this.host = host;
    this.queue = StoreAddress.ofQueue(settings, host.folder());
    this.stores = new Stores(settings, host);
    this.artifacts = new Artifacts(settings, artifactFolder());
  }

  /// As above, with task types of its own beside the product's.
  public Product(Settings settings, Host host, List<ServedType<?, ?>> extra) {
    this(settings, host);
    this.extra = extra;
  }

  /// What it was put together from.
  public Settings settings() {
    return settings;
  }

  /// Between records and JSON.
  public JsonCodec codec() {
    return codec;
  }

  /// Where tasks are kept.
  public StoreAddress queue() {
    return queue;
  }

  /// Where artifacts are kept.
  public Path artifactFolder() {
    return settings.has(Setting.ARTIFACTS)
        ? host.folder().resolve(settings.get(Setting.ARTIFACTS))
        : queue.artifacts(host.folder());
  }

  /// Where artifacts are kept, for people.
  public String artifactPlace() {
    return bucket().map(Bucket::toString).orElseGet(() -> artifactFolder().toString());
  }

  /// The bucket that keeps artifacts, if one does.
  public Optional<Bucket> bucket() {
    return artifacts.bucket();
  }

  /// Artifacts.
  public ArtifactStore artifacts() {
    return artifacts.store();
  }

  /// What this build can run; looks at no store.
  public List<TaskType<?, ?>> types() {
    List<TaskType<?, ?>> types = new ArrayList<>(Makers.TYPES);
    types.addAll(MlTasks.TYPES);
    extra.forEach(served -> types.add(served.type()));
    return types;
  }

  /// The same with the code that does it.
  public List<ServedType<?, ?>> served() {
    List<ServedType<?, ?>> served = new ArrayList<>(makers().served());
    served.addAll(new MlTasks(models(), dataRoot()).served());
    served.addAll(extra);
    return served;
  }

  private Makers makers() {
    if (makers == null) {
      makers =
          new Makers(
              new Makers.Surroundings(
                  settings, host, codec, records(), store().clock(), dataRoot(), artifacts()));
    }
    return makers;
  }

  /// The tasks; a store on disk is made when it is not there yet.
  public TaskStore store() {
    return opened().tasks();
  }

  /// The tasks, for a command that only looks or changes what is there.
  ///
  /// @throws Problem when there is no store yet
  public TaskStore existingStore() {
    if (store == null && !queue.exists()) {
      throw new Problem(
          ExitCode.STORE,
          "there is no store at %s yet".formatted(queue.text()),
          "it is made by the first worker or enqueue; relative paths start at %s"
              .formatted(host.folder()),
          "devskyy demo");
    }
    return store();
  }

  /// What an acknowledged task survives, for people.
  public String durability() {
    return opened().durability();
  }

  /// Copies the store, while it is used, into a file that must not exist.
  ///
  /// @throws Problem when there is no store yet, or copies of it are made by other means
  public void backup(Path target) {
    existingStore();
    opened().backup(target);
  }

  private OpenStore opened() {
    if (store == null) {
      store = stores.open(queue);
    }
    return store;
  }

  /// The tasks of a store, whatever the settings say; made on disk when it is not there yet.
  public TaskStore store(StoreAddress address) {
    OpenStore opened = stores.open(address);
    others.add(opened);
    return opened.tasks();
  }

  /// Records stand beside the tasks unless another database was named.
  private Records records() {
    StoreAddress address = StoreAddress.ofRecords(settings, host.folder());
    if (address.url().equals(queue.url())) {
      return opened().records().orElseThrow();
    }
    if (recordsElsewhere == null) {
      recordsElsewhere = stores.open(address);
    }
    return recordsElsewhere.records().orElseThrow();
  }

  /// Trained models.
  public ModelRegistry models() {
    if (models == null) {
      models =
          new ModelRegistry(
              new StoredModels(records(), artifacts(), codec), Models.IDS, version(), host.clock());
    }
    return models;
  }

  private static String version() {
    String version = Product.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /// The folder outside of which no task reads a file.
  public Path dataRoot() {
    return host.folder().resolve(settings.get(Setting.DATA_ROOT)).normalize();
  }

  /// Settings that were given and decide nothing, each in a sentence.
  public List<String> unused() {
    List<String> unused = new ArrayList<>();
    if (settings.has(Setting.REDIS_URL) && settings.has(Setting.QUEUE_URL)) {
      unused.add("REDIS_URL is set and not used: QUEUE_URL decides where tasks are kept");
    }
    Setting.PROVIDERS.stream()
        .filter(setting -> !USED.contains(setting))
        .filter(settings::has)
        .map(Setting::name)
        .map("%s is set and not used: no task type of this build calls that service"::formatted)
        .forEach(unused::add);
    unused.addAll(new ShopSettings(settings).unused());
    return unused;
  }

  /// The client.
  public TaskClient client() {
    if (client == null) {
      client = new TaskClient(store(), codec, ids(), tiers(), types());
    }
    return client;
  }

  /// Begins to serve the platform's existing producers, beside a worker.
  ///
  /// @return empty when that is switched off, or tasks are not kept where those producers look
  public Optional<LegacyProtocol> legacyProtocol() {
    return servesProducers()
        ? LegacyProtocol.serve(
            store(), ids(), codec, settings.get(Setting.LEGACY_RESULT_STATUS), types())
        : Optional.empty();
  }

  /// Whether workers serve the platform's existing producers.
  public boolean servesProducers() {
    return queue.isRedis() && settings.get(Setting.LEGACY_PROTOCOL).equals("on");
  }

  private TaskId.Generator ids() {
    return new TaskId.Generator(store().clock(), host.random(), 0);
  }

  /// A worker that is yet to be started.
  public Worker worker(List<ServedType<?, ?>> types, WorkerSettings how) {
    return new Worker(store(), codec, artifacts(), types, how, host.nanos(), host.random());
  }

  /// How a worker of these settings works.
  public WorkerSettings workerSettings() {
    String name = hostName();
    return new WorkerSettings(
        "%s-%d-%06x".formatted(name, ProcessHandle.current().pid(), host.random().nextInt(1 << 24)),
        name,
        settings.get(Setting.WORKER_PROCESSES) * settings.get(Setting.WORKER_THREADS),
        Runtime.getRuntime().availableProcessors(),
        settings.get(Setting.TASK_TIMEOUT),
        settings.get(Setting.SHUTDOWN_GRACE),
        tiers());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine without a name of its own; the process number still tells workers apart.
      return "localhost";
    }
  }

  /// What the tiers of users weigh.
  public Tiers tiers() {
    return new Tiers(settings.get(Setting.TIERS));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    if (makers != null) {
      makers.close();
    }
    artifacts.close();
    others.forEach(OpenStore::close);
    if (recordsElsewhere != null) {
      recordsElsewhere.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
