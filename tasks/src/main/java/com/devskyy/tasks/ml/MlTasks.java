package com.devskyy.tasks.ml;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.engine.TaskType;
import com.devskyy.ml.CorruptModelException;
import com.devskyy.ml.DataRoot;
import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.registry.ModelRegistry;
import com.devskyy.ml.registry.ModelVersion;
import com.devskyy.ml.registry.UnknownModelException;
import com.devskyy.ml.sentiment.SentimentData;
import com.devskyy.ml.sentiment.SentimentModel;
import com.devskyy.ml.sentiment.SentimentSettings;
import com.devskyy.ml.sentiment.SentimentTrainer;
import com.devskyy.ml.sentiment.TrainedSentiment;
import com.devskyy.tasks.artifacts.BucketException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The handlers of `ml_training` and `ml_prediction`. Threads share one.
public final class MlTasks {
  /// What a client needs to know of them.
  public static final List<TaskType<?, ?>> TYPES = List.of(MlTraining.TYPE, MlPrediction.TYPE);

  /// Training is nearly all of the work; storing the model is the rest.
  private static final double TRAINING_SHARE = 0.95;

  private final ModelRegistry registry;
  private final Path dataRoot;

  /// @param dataRoot the folder outside of which no training data is read
  public MlTasks(ModelRegistry registry, Path dataRoot) {
    this.registry = registry;
    this.dataRoot = dataRoot;
  }

  /// What a worker serves.
  public List<ServedType<?, ?>> served() {
    return List.of(
        MlTraining.TYPE.servedBy(this::train), MlPrediction.TYPE.servedBy(this::predict));
  }

  private TrainingReport train(TaskContext context, MlTraining input) throws Exception {
    try {
      Path data = new DataRoot(dataRoot).resolve("training_data_path", input.trainingDataPath());
      SentimentSettings settings = settings(input);
      TrainedSentiment trained =
          new SentimentTrainer(settings)
              .train(
                  SentimentData.read(data, settings),
                  (done, total, message) ->
                      context.progress(TRAINING_SHARE * done / total, message));
      String version = register(context, input, settings, trained);
      context.progress(1, "stored as " + version);
      return TrainingReport.Sentiment.of(trained, version);
    } catch (InvalidInputException e) {
      throw invalid(e);
    } catch (BucketException e) {
      throw e.failure();
    }
  }

  private static SentimentSettings settings(MlTraining input) {
    Map<String, Object> given = new HashMap<>(input.hyperparameters());
    given.put("epochs", input.epochs());
    return SentimentSettings.from(given);
  }

  /// A worker that dies after the version was stored must not store it a second time: versions know
  /// the task that made them.
  private String register(
      TaskContext context, MlTraining input, SentimentSettings settings, TrainedSentiment trained)
      throws Exception {
    return context.stepOnce(
        "register",
        String.class,
        () ->
            registry
                .register(
                    input.modelId(),
                    trained.model().toBytes(),
                    finite(trained.metrics()),
                    settings.toMap(),
                    trained.dataFingerprint(),
                    context.id().value())
                .name(),
        () ->
            registry.list(input.modelId()).stream()
                .filter(version -> version.trainedBy().equals(context.id().value()))
                .<Reconciliation<String>>map(version -> new Reconciliation.Known<>(version.name()))
                .findFirst()
                .orElseGet(Reconciliation.NotDone::new));
  }

  private static Map<String, Double> finite(Map<String, Double> metrics) {
    Map<String, Double> some = new HashMap<>(metrics);
    some.values().removeIf(value -> !Double.isFinite(value));
    return some;
  }

  private MlPrediction.Prediction predict(TaskContext context, MlPrediction input)
      throws IOException {
    try {
      ModelVersion version =
          input.modelVersion().equals("latest")
              ? registry.latest(input.modelId())
              : registry.find(input.modelId(), input.modelVersion());
      SentimentModel model = registry.load(version, SentimentModel.class, SentimentModel::read);
      List<SentimentModel.Prediction> predictions = model.predict(input.texts());
      return new MlPrediction.Prediction(
          input.isBatch() ? predictions : predictions.getFirst(), version.name());
    } catch (UnknownModelException e) {
      throw invalid(e);
    } catch (CorruptModelException e) {
      throw new PermanentFailure(String.valueOf(e.getMessage()), e);
    } catch (BucketException e) {
      throw e.failure();
    }
  }

  private static TaskFailure invalid(RuntimeException e) {
    return new TaskFailure(ErrorType.INVALID_INPUT, String.valueOf(e.getMessage()), e);
  }
}
