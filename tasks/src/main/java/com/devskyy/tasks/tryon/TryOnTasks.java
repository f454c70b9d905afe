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

/// The handler of `fashn_tryon`. Threads share one.
public final class TryOnTasks {
  /// What a client needs to know of it.
  public static final List<TaskType<?, ?>> TYPES = List.of(FashnTryon.TYPE);

  private final Maker usual;
  private final Optional<FashnPictures> fashn;

  /// FASHN, where there is a key.
  public record Fashn(FashnClient client, Service service) {}

  /// @param usual who makes what does not say so; `auto`: FASHN where it is there
  public TryOnTasks(Maker usual, Optional<Fashn> fashn, Inputs inputs, Shelf shelf) {
    var files = new PictureFiles(shelf);
    this.usual = usual;
    this.fashn = fashn.map(it -> new FashnPictures(it.client(), it.service(), files, inputs));
  }

  /// What a worker serves.
  public List<ServedType<?, ?>> served() {
    return List.of(FashnTryon.TYPE.servedBy(this::make));
  }

  private TryOnPicture make(TaskContext context, FashnTryon input) throws Exception {
    Maker wanted = input.provider() == Maker.AUTO ? usual : input.provider();
    return switch (wanted) {
      case FASHN, AUTO ->
          fashn
              .orElseThrow(
                  () ->
                      new PermanentFailure(
                          "provider fashn needs a key; set FASHN_API_KEY for the workers"))
              .make(context, input);
      case LOCAL -> throw new PermanentFailure("provider local makes no try-on yet");
    };
  }
}
