package com.devskyy.tasks.model3d;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.tripo.ModelOptions;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The handler of `generate_3d`. Threads share one.
public final class Model3dTasks {
  /// What a client needs to know of it.
  public static final List<TaskType<?, ?>> TYPES = List.of(Generate3d.TYPE);

  private final Maker usual;
  private final Optional<TripoModels> tripo;
  private final LocalModels local;
  private final Optional<Shop> shop;

  /// Tripo, where there is a key.
  ///
  /// @param model version of its model
  /// @param faceLimit most faces
  /// @param pbr whether models get metal and roughness beside colour
  /// @param texture quality of textures
  public record Tripo(
      TripoClient client,
      Service service,
      String model,
      int faceLimit,
      boolean pbr,
      ModelOptions.TextureQuality texture) {}

  /// @param usual who makes what does not say so; `auto`: Tripo where it is there
  /// @param shop where finished models go
  /// @param cores one permit for each thing the studio may do at once
  public Model3dTasks(
      Maker usual,
      Optional<Tripo> tripo,
      Inputs inputs,
      Shelf shelf,
      Optional<Shop> shop,
      Semaphore cores,
      InstantSource clock) {
    var files = new ModelFiles(shelf);
    this.usual = usual;
    this.shop = shop;
    this.tripo =
        tripo.map(
            it ->
                new TripoModels(
                    it.client(),
                    it.service(),
                    files,
                    inputs,
                    new TripoModels.Quality(it.model(), it.faceLimit(), it.pbr(), it.texture()),
                    clock));
    this.local = new LocalModels(new StudioCutter(inputs), files, cores);
  }

  /// What a worker serves.
  public List<ServedType<?, ?>> served() {
    return List.of(Generate3d.TYPE.servedBy(this::make));
  }

  private Model3d make(TaskContext context, Generate3d input) throws Exception {
    Model3d model = context.step("made", Model3d.class, () -> made(context, input));
    return shop.isPresent() ? shop.get().publish(context, input, model) : model;
  }

  private Model3d made(TaskContext context, Generate3d input) throws Exception {
    Maker wanted = input.provider() == Maker.AUTO ? usual : input.provider();
    return switch (wanted) {
      case LOCAL -> local.make(context, input);
      case AUTO ->
          tripo.isPresent() ? tripo.get().make(context, input) : local.make(context, input);
      case TRIPO ->
          tripo
              .orElseThrow(
                  () ->
                      new PermanentFailure(
                          "provider tripo needs a key; set TRIPO_API_KEY for the workers, or ask for provider local"))
              .make(context, input);
    };
  }
}
