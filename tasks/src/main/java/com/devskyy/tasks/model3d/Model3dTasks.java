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
import com.devskyy.tasks.shop.InShop;
import com.devskyy.tasks.shop.Piece;
import com.devskyy.tasks.shop.Shop;
import com.devskyy.tasks.tryon.FashnCutOuts;
import java.time.InstantSource;
import java.util.ArrayList;
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
  private final Optional<FashnCutOuts> cutOuts;
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

  /// Without anybody who is paid for cutting photos out.
  public Model3dTasks(
      Maker usual,
      Optional<Tripo> tripo,
      Inputs inputs,
      Shelf shelf,
      Semaphore cores,
      InstantSource clock,
      Optional<Shop> shop) {
    this(usual, tripo, Optional.empty(), inputs, shelf, cores, clock, shop);
  }

  /// @param usual who makes what does not say so; `auto`: Tripo where it is there
  /// @param cutOuts cuts garments out of photos that are too busy for the studio, where there is
  ///     somebody; not for who asks for provider `local`, which costs nothing
  /// @param cores one permit for each thing the studio may do at once
  /// @param shop shows what was made, where there is one
  public Model3dTasks(
      Maker usual,
      Optional<Tripo> tripo,
      Optional<FashnCutOuts> cutOuts,
      Inputs inputs,
      Shelf shelf,
      Semaphore cores,
      InstantSource clock,
      Optional<Shop> shop) {
    this.cutOuts = cutOuts;
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
    this.local = new LocalModels(new StudioCutter(), inputs, files, cores);
  }

  /// What a worker serves.
  public List<ServedType<?, ?>> served() {
    return List.of(Generate3d.TYPE.servedBy(this::handle));
  }

  private Model3d handle(TaskContext context, Generate3d input) throws Exception {
    Model3d made = make(context, input);
    return shop.isPresent() ? shown(context, input, made, shop.get()) : made;
  }

  private static Model3d shown(TaskContext context, Generate3d input, Model3d made, Shop shop)
      throws Exception {
    String title =
        input
            .productName()
            .orElse(
                "%s %s"
                    .formatted(
                        input.collection().name().replace('_', ' '), input.garmentType().words()));
    List<Shelf.Kept> files = made.metadata().files();
    Optional<Shelf.Kept> picture =
        files.stream()
            .filter(file -> made.previewUrl().filter(file.url()::equals).isPresent())
            .findFirst();
    List<String> warnings = new ArrayList<>(made.metadata().warnings());
    InShop where =
        shop.show(
            context,
            new Piece(title, title, files.getFirst(), picture, input.productId()),
            warnings);
    return made.in(where, warnings);
  }

  private Model3d make(TaskContext context, Generate3d input) throws Exception {
    Maker wanted = input.provider() == Maker.AUTO ? usual : input.provider();
    return switch (wanted) {
      case LOCAL -> local.make(context, input, Optional.empty());
      case AUTO ->
          tripo.isPresent()
              ? tripo.get().make(context, input)
              : local.make(context, input, cutOuts);
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
