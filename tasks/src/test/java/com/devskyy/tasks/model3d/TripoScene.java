package com.devskyy.tasks.model3d;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.fakes.FakeTripo;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.tripo.ModelOptions.TextureQuality;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoSettings;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Workers with a key for a Tripo of the test's own.
final class TripoScene implements AutoCloseable {
  static final String MODEL = "v3.1-20260211";

  private static final String HOODIE =
      """
      {"prompt":"Black Rose hoodie with gold embroidery","garment_type":"hoodie","collection":"BLACK",
      "user_id":"studio"%s}""";
  private static final ProviderHttp.Limits LIMITS =
      new ProviderHttp.Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          1 << 20,
          1 << 20,
          3);

  final Fleet fleet;
  final FakeTripo tripo;
  private final TripoClient client;
  private final Service service;

  TripoScene(Path folder) {
    fleet = new Fleet(folder, Model3dTasks.TYPES);
    tripo = new FakeTripo(fleet.clock);
    tripo.pace(Duration.ofSeconds(1), Duration.ofSeconds(4));
    client =
        new TripoClient(
            new TripoSettings(
                tripo.base(), new ApiKey(FakeTripo.KEY), LIMITS, TripoSettings.POLLING),
            fleet.waiting());
    service = fleet.service("Tripo");
    serve(usual());
  }

  Model3dTasks.Tripo usual() {
    return setting(MODEL, 30_000, true, TextureQuality.STANDARD, OnUnknown.FAIL);
  }

  Model3dTasks.Tripo setting(
      String model, int faces, boolean pbr, TextureQuality texture, OnUnknown onUnknown) {
    return new Model3dTasks.Tripo(client, service, model, faces, pbr, texture, onUnknown);
  }

  /// From now on workers have these settings.
  void serve(Model3dTasks.Tripo setting) {
    serve(Maker.AUTO, setting, fleet.inputs);
  }

  void serve(Maker maker, Model3dTasks.Tripo setting, Inputs inputs) {
    fleet.serve(
        new Model3dTasks(
                maker,
                Optional.of(setting),
                inputs,
                fleet.shelf,
                new Semaphore(1),
                fleet.clock,
                Optional.empty())
            .served());
  }

  TaskId enqueue(String more) {
    return fleet.enqueue("generate_3d", HOODIE.formatted(more));
  }

  Task run(String more) {
    return fleet.toEnd(enqueue(more));
  }

  Map<?, ?> metadata(TaskId id) {
    return (Map<?, ?>) fleet.result(id).get("metadata");
  }

  @Override
  public void close() {
    client.close();
    tripo.close();
    assertThat(tripo.complaints()).isEmpty();
  }
}
