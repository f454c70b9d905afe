package com.devskyy.app.demo;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Log;
import com.devskyy.app.host.Screen;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.Follow;
import com.devskyy.app.view.MadeFiles;
import com.devskyy.app.view.Status;
import com.devskyy.app.wiring.FreshFolder;
import com.devskyy.app.wiring.Product;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.Why;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.worker.Worker;
import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.tasks.ml.MlPrediction;
import com.devskyy.tasks.ml.MlTraining;
import com.devskyy.tasks.ml.Models;
import com.devskyy.tasks.model3d.Generate3d;
import com.devskyy.tasks.tryon.FashnTryon;
import com.devskyy.tasks.tryon.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// The guided tour: stations on fresh data, told as they happen.
public final class Tour {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String USER = "u17";
  private static final String MARGIN = "   ";
  private static final int BATCH = 200;
  private static final String STOCK = "stock.csv";

  private final Host host;
  private final Screen out;
  private final String folder;
  private final Product product;
  private final Optional<StandIns> standIns;
  private int stations;
  private int finished;

  /// @param withFakes whether stand-ins for outside services are called
  /// @throws IOException when the folder of the tour cannot be made
  public Tour(Host host, boolean withFakes) throws IOException {
    this.host = host;
    this.out = host.out();
    this.folder = FreshFolder.below(host.folder(), "demo");
    this.standIns = withFakes ? Optional.of(new StandIns(host.clock())) : Optional.empty();
    Map<String, String> own = new HashMap<>();
    own.put(Setting.QUEUE_URL.name(), url());
    own.put(Setting.DATABASE_URL.name(), url());
    own.put(Setting.ARTIFACTS.name(), folder + "/artifacts");
    own.put(Setting.DATA_ROOT.name(), folder);
    // A tour spends nobody's credits, shows nothing in a shop, leaves nothing in a bucket.
    own.put(Setting.WORDPRESS_URL.name(), "");
    own.put(Setting.ARTIFACTS_URL.name(), "");
    own.put(Setting.GENERATE_3D_PROVIDER.name(), withFakes ? "tripo" : "local");
    own.put(Setting.TRYON_PROVIDER.name(), withFakes ? "fashn" : "local");
    standIns.ifPresent(them -> own.putAll(them.settings()));
    Path path = host.folder().resolve(folder);
    this.product =
        new Product(
            Settings.of(own, host),
            host,
            List.of(
                HangTag.TYPE.servedBy(HangTag::write),
                StockCount.TYPE.servedBy(StockCount.in(path))));
  }

  private String url() {
    return "sqlite:" + folder + "/devskyy.db";
  }

  /// Gives the tour.
  public int run() throws Exception {
    long began = host.nanos().getAsLong();
    // What fails here does so on purpose and is told.
    Log.start(host.err(), "error");
    out.print(out.paint(Style.STRONG, "DevSkyy Worker") + "  a tour on fresh data in " + folder);
    try (product;
        Worker worker = product.worker(product.served(), product.workerSettings())) {
      worker.start();
      firstTask();
      training();
      prediction();
      Path preview = garment();
      picture(preview);
      failure();
      TaskId waiting = waiting();
      farewell(waiting, Duration.ofNanos(host.nanos().getAsLong() - began));
    } finally {
      standIns.ifPresent(StandIns::close);
    }
    return ExitCode.OK;
  }

  private void firstTask() throws InterruptedException {
    station("A task runs");
    Task task = follow(enqueue(HangTag.TYPE, HangTag.EXAMPLE));
    tell(value(task, HangTag.Tag.class).text());
  }

  private void training() throws Exception {
    station("A model is trained on %,d made-up reviews".formatted(SampleReviews.ROWS));
    Files.writeString(
        host.folder().resolve(folder).resolve("reviews.csv"),
        SampleReviews.csv(SampleReviews.ROWS, SampleReviews.SEED));
    follow(
        enqueue(
            MlTraining.TYPE, new MlTraining(Models.SENTIMENT, "reviews.csv", Map.of(), 10, USER)));
    var metrics = product.models().latest(Models.SENTIMENT).metrics();
    tell(
        "right on %.0f %% of reviews it never saw, macro-F1 %.2f, AUC %.2f"
            .formatted(
                100 * metrics.getOrDefault("accuracy", 0.0),
                metrics.getOrDefault("macro_f1", 0.0),
                metrics.getOrDefault("roc_auc", 0.0)));
  }

  private record Opinion(String sentiment, double confidence, String text) {}

  private record OneAnswer(Opinion predictions) {}

  private record ManyAnswers(List<Opinion> predictions) {}

  private void prediction() throws InterruptedException {
    station("It reads one review, then %d at once".formatted(BATCH));
    Task one = follow(predict(Map.of("text", "The fabric is soft and the cut is flattering.")));
    Opinion opinion = value(one, OneAnswer.class).predictions();
    tell(
        "%s, %.0f %% sure: \"%s\""
            .formatted(opinion.sentiment(), 100 * opinion.confidence(), opinion.text()));
    List<Map<String, String>> texts =
        SampleReviews.csv(BATCH, SampleReviews.SEED + 1)
            .lines()
            .skip(1)
            .map(row -> Map.of("text", row.substring(1, row.lastIndexOf('"'))))
            .toList();
    Task many = follow(predict(texts));
    long positive =
        value(many, ManyAnswers.class).predictions().stream()
            .filter(each -> each.sentiment().equals("positive"))
            .count();
    tell("%d positive, %d negative".formatted(positive, BATCH - positive));
  }

  private TaskId predict(Object data) {
    return enqueue(MlPrediction.TYPE, new MlPrediction(Models.SENTIMENT, data, "latest", USER));
  }

  private record MadeFile(String url, Optional<String> path) {}

  private record Made(String provider, long triangles, List<MadeFile> files) {}

  private record MadeModel(Optional<String> previewUrl, Made metadata) {
    Path preview() {
      return metadata.files.stream()
          .filter(file -> previewUrl.filter(file.url::equals).isPresent())
          .flatMap(file -> file.path.stream())
          .map(Path::of)
          .findFirst()
          .orElseThrow();
    }
  }

  /// @return a picture of it
  private Path garment() throws InterruptedException {
    station(
        "A garment is made in 3D, " + (standIns.isPresent() ? "by a stand-in for Tripo" : "here"));
    Task task = follow(enqueue(Generate3d.TYPE, Generate3d.EXAMPLE));
    MadeModel model = value(task, MadeModel.class);
    tell("%,d triangles, by %s".formatted(model.metadata.triangles, model.metadata.provider));
    MadeFiles.in(task.result().orElseThrow(), product.codec(), host.folder()).forEach(this::tell);
    return model.preview();
  }

  /// The studio lays garments onto photos of people; of those the tour has none.
  private void picture(Path preview) throws InterruptedException {
    String image = host.folder().resolve(folder).relativize(preview).toString();
    station(standIns.isPresent() ? "It is tried on, by a stand-in for FASHN" : "It is cut out");
    FashnTryon tryOn = FashnTryon.tryOn(image, image, USER);
    Task task =
        follow(
            enqueue(
                FashnTryon.TYPE,
                standIns.isPresent() ? tryOn : tryOn.as(Operation.BACKGROUND_REMOVE)));
    MadeFiles.in(task.result().orElseThrow(), product.codec(), host.folder()).forEach(this::tell);
    standIns.ifPresent(them -> tell(them.spent()));
  }

  private void failure() throws InterruptedException, IOException {
    station("A task fails, is mended and runs again");
    TaskId id = enqueue(StockCount.TYPE, new StockCount(STOCK));
    Task failed = follow(id);
    failed.error().ifPresent(error -> tell("why   %s".formatted(error.message())));
    tell("next  " + command("dlq replay " + id));
    Files.writeString(
        host.folder().resolve(folder).resolve(STOCK), "BR-BOMBER,12\nLH-HOODIE,40\nSG-TEE,115\n");
    tell("the list is put there, the dead letter replayed");
    product.client().change(new Selection.Ids(List.of(id)), new Change.Replay(), _ -> {});
    StockCount.Stock stock = value(follow(id), StockCount.Stock.class);
    tell("%d pieces of %d products".formatted(stock.pieces(), stock.products()));
  }

  private TaskId waiting() {
    station("A task waits and says why");
    var queue = new Selection.Queue(MlPrediction.TYPE.name());
    product.store().change(queue, new Change.Pause(), product.store().clock().instant());
    TaskId id = predict(Map.of("text", "It is going back."));
    Why why = product.client().why(id).orElseThrow();
    out.print(MARGIN + painted(why.status(), MlPrediction.TYPE.name() + ""));
    tell("why   " + why.sentence());
    why.remedy()
        .ifPresent(remedy -> tell("next  " + command(remedy.replaceFirst("^devskyy ", ""))));
    return id;
  }

  private void farewell(TaskId waiting, Duration took) {
    out.print("");
    out.print(
        "%s  %d tasks finished, 1 waits. Look around in %s:"
            .formatted(
                out.paint(Style.GOOD, "done in " + Quantities.about(took)), finished, folder));
    out.print("");
    List<String> commands =
        List.of(
            "export QUEUE_URL=" + url(),
            command("tasks list"),
            command("why " + waiting),
            command("queues resume " + MlPrediction.TYPE.name()),
            command("worker") + "    # runs it; Ctrl-C stops");
    commands.forEach(line -> out.print("  " + line));
  }

  private void station(String title) {
    out.print("");
    out.print(out.paint(Style.STRONG, ++stations + "  " + title));
  }

  private void tell(String text) {
    out.print(MARGIN + "  " + Cells.line(text));
  }

  private <I> TaskId enqueue(TaskType<I, ?> type, I input) {
    return product.client().enqueue(type, input, EnqueueOptions.DEFAULT).id();
  }

  private Task follow(TaskId id) throws InterruptedException {
    try {
      Task task = new Follow(product.client(), out, host.nanos(), MARGIN).toEnd(id, PATIENCE);
      finished += task.status() == TaskStatus.COMPLETED ? 1 : 0;
      String ran =
          task.startedAt()
              .flatMap(start -> task.endedAt().map(end -> Duration.between(start, end)))
              .map(Quantities::about)
              .orElse("");
      out.print(
          MARGIN
              + painted(task.status(), task.type().value())
              + (task.status() == TaskStatus.FAILED
                  ? ", attempt %d: a dead letter".formatted(task.attempt())
                  : " in " + ran));
      return task;
    } catch (TimeoutException e) {
      throw new Problem(
          ExitCode.TIMEOUT,
          "task %s did not end within %s".formatted(id, Quantities.exact(PATIENCE)),
          "the machine may be too busy, or this is a bug",
          "devskyy doctor --queue-url " + url(),
          e);
    }
  }

  private String painted(TaskStatus status, String type) {
    return out.paint(Status.style(status), Status.label(status)) + "  " + type;
  }

  private <T> T value(Task task, Class<T> type) {
    return product
        .codec()
        .decode(task.result().orElseThrow(), type, com.devskyy.engine.Codec.UnknownFields.IGNORE)
        .value();
  }

  private String command(String rest) {
    return host.program() + " " + rest;
  }
}
