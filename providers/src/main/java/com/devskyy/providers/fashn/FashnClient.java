package com.devskyy.providers.fashn;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Waiting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The calls of FASHN. Threads may share it.
public final class FashnClient implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final FashnSettings settings;
  private final Waiting waiting;
  private final ProviderHttp http;

  /// Credits of the account.
  public record Credits(BigDecimal total, BigDecimal subscription, BigDecimal onDemand) {}

  public FashnClient(FashnSettings settings, Waiting waiting) {
    this.settings = settings;
    this.waiting = waiting;
    this.http =
        new ProviderHttp("FASHN", settings.base(), settings.key(), settings.limits(), waiting);
  }

  /// Starts a run. Sent once: FASHN has no idempotency key.
  ///
  /// @return the id to ask for it
  public String run(FashnRequest request) throws ProviderException, InterruptedException {
    Reply reply = http.create("/run", request.json(), FashnErrors::in);
    String id = reply.json().orElseThrow().path("id").asString("");
    if (!ID.matcher(id).matches()) {
      throw new ProviderException.AnswerLost(
          "FASHN accepted a run of %s and did not say under which id".formatted(request.model()));
    }
    return id;
  }

  /// A run of this key.
  public Prediction status(String id) throws ProviderException, InterruptedException {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no id of a FASHN prediction: " + id);
    }
    Reply reply = http.get("/status/" + id, FashnErrors::in);
    Prediction prediction =
        Prediction.of(reply.json().orElseThrow(), reply.header("x-fashn-credits-used"));
    if (prediction.status() == Prediction.Status.COMPLETED && prediction.output().isEmpty()) {
      throw new ProviderException.Refused(
          200, "", "FASHN says that prediction %s is completed and gives no output".formatted(id));
    }
    return prediction;
  }

  /// Waits for a run.
  ///
  /// @param patience how long, by the sum of the waits
  /// @param seen is told each state that was seen
  /// @return the run as last seen; still going on when patience did not last
  public Prediction await(String id, Duration patience, Consumer<Prediction> seen)
      throws ProviderException, InterruptedException {
    return settings
        .polling()
        .until(
            prediction -> prediction.status().isEnd(),
            patience,
            waiting,
            () -> {
              Prediction prediction = status(id);
              seen.accept(prediction);
              return prediction;
            });
  }

  /// The first result of a run that is completed; asks for a new address when the one it had is
  /// refused.
  public byte[] result(Prediction prediction) throws ProviderException, InterruptedException {
    try {
      return http.download(prediction.output().getFirst());
    } catch (ProviderException.Refused e) {
      if (e.status() == 0) {
        throw e;
      }
      return http.download(status(prediction.id()).output().getFirst());
    }
  }

  /// What is left to spend.
  public Credits credits() throws ProviderException, InterruptedException {
    JsonNode credits = http.get("/credits", FashnErrors::in).json().orElseThrow().path("credits");
    return new Credits(
        decimal(credits, "total"), decimal(credits, "subscription"), decimal(credits, "on_demand"));
  }

  private static BigDecimal decimal(JsonNode credits, String name) {
    JsonNode node = credits.path(name);
    return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
  }

  @Override
  public void close() {
    http.close();
  }
}
