package com.devskyy.tasks.tryon;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskType;
import com.devskyy.providers.fashn.FashnClient;
import com.devskyy.tasks.provider.Inputs;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The handler of `fashn_tryon`. Threads share one.
public final class TryOnTasks {
  /// What a client needs to know of it.
  public static final List<TaskType<?, ?>> TYPES = List.of(FashnTryon.TYPE);

  private final Maker usual;
  private final Optional<FashnPictures> fashn;
  private final LocalPictures local;
  private final Shelf shelf;

  /// FASHN, where there is a key.
  public record Fashn(FashnClient client, Service service) {}

  /// @param usual who makes what does not say so; `auto`: FASHN where it is there
  /// @param cores one permit for each thing the studio may do at once
  public TryOnTasks(
      Maker usual, Optional<Fashn> fashn, Inputs inputs, Shelf shelf, Semaphore cores) {
    var files = new PictureFiles(shelf);
    this.usual = usual;
    this.shelf = shelf;
    this.fashn = fashn.map(it -> new FashnPictures(it.client(), it.service(), files, inputs));
    this.local = new LocalPictures(files, inputs, cores);
  }

  /// What a worker serves.
  public List<ServedType<?, ?>> served() {
    return List.of(FashnTryon.TYPE.servedBy(this::make));
  }

  /// Who cuts garments out for other types; empty where FASHN is not to be paid: without a key, or
  /// where pictures are made here by setting.
  public Optional<FashnCutOuts> cutOuts() {
    return fashn.filter(_ -> usual != Maker.LOCAL).map(it -> new FashnCutOuts(it, shelf));
  }

  private TryOnPicture make(TaskContext context, FashnTryon input) throws Exception {
    Maker wanted = input.provider() == Maker.AUTO ? usual : input.provider();
    return switch (wanted) {
      case LOCAL -> local.make(context, input);
      case AUTO ->
          fashn.isPresent() ? fashn.get().make(context, input) : local.make(context, input);
      case FASHN ->
          fashn
              .orElseThrow(
                  () ->
                      new PermanentFailure(
                          "provider fashn needs a key; set FASHN_API_KEY for the workers, or ask for provider local"))
              .make(context, input);
    };
  }
}
