package com.devskyy.tasks.tryon;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.fakes.FakeFashn;
import com.devskyy.providers.ApiKey;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.providers.fashn.FashnSettings;
import com.devskyy.tasks.provider.Fleet;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Photos;
import com.devskyy.tasks.provider.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Workers with a key for a FASHN of the test's own.
final class FashnScene implements AutoCloseable {
  private static final String PHOTO = Photos.dataUri(800, 1200);

  final Fleet fleet;
  final FakeFashn fashn;
  private final FashnClient client;
  private final Service service;

  FashnScene(Path folder) {
    fleet = new Fleet(folder, TryOnTasks.TYPES);
    fashn = new FakeFashn(fleet.clock);
    fashn.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
    client =
        new FashnClient(FashnSettings.of(fashn.base(), new ApiKey(FakeFashn.KEY)), fleet.waiting());
    service = fleet.service("FASHN");
    serve(OnUnknown.FAIL, fleet.inputs);
  }

  void serve(OnUnknown onUnknown, Inputs inputs) {
    serve(Maker.AUTO, Optional.of(new TryOnTasks.Fashn(client, service, onUnknown)), inputs);
  }

  /// By workers with this setting, with a key or without one.
  void serve(Maker usual, boolean key) {
    serve(
        usual,
        key ? Optional.of(new TryOnTasks.Fashn(client, service, OnUnknown.FAIL)) : Optional.empty(),
        fleet.inputs);
  }

  private void serve(Maker usual, Optional<TryOnTasks.Fashn> fashn, Inputs inputs) {
    fleet.serve(new TryOnTasks(usual, fashn, inputs, fleet.shelf, new Semaphore(1)).served());
  }

  TaskId enqueue(String more) {
    return fleet.enqueue(
        "fashn_tryon",
        "{\"model_image\":\"%s\",\"garment_image\":\"%s\",\"user_id\":\"u17\"%s}"
            .formatted(PHOTO, PHOTO, more));
  }

  Task run(String more) {
    return fleet.toEnd(enqueue(more));
  }

  @Override
  public void close() {
    client.close();
    fashn.close();
    assertThat(fashn.complaints()).isEmpty();
  }
}
