package com.devskyy.providers.fashn;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderHttp;
import com.devskyy.providers.Reply;
import com.devskyy.providers.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The calls of FASHN. Threads may share it.
public final class FashnClient implements AutoCloseable {
  /// What an address answers when there is nothing there, rather than nothing for us.
  private static final Set<Integer> GONE = Set.of(404, 410);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final FashnSettings settings;
  private final Waiting waiting;
  private final ProviderHttp http;

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
    Reply reply;
    try {
      reply = http.create("/run", request.json(), FashnErrors::in);
    } catch (ProviderException.OutOfCredits e) {
      throw new ProviderException.OutOfCredits("%s (%s)".formatted(e.getMessage(), left()));
    }
    String id = reply.json().orElseThrow().path("id").asString("");
    if (!ID.matcher(id).matches()) {
      throw new ProviderException.AnswerLost(
          "FASHN accepted a run of %s and did not say under which id".formatted(request.model()));
    }
    return id;
  }

  /// What is left to spend, for people.
  private String left() throws InterruptedException {
    try {
      JsonNode credits = http.get("/credits", FashnErrors::in).json().orElseThrow().path("credits");
      return "%s left: %s by subscription, %s on demand"
          .formatted(
              credits.path("total").asString("?"),
              credits.path("subscription").asString("?"),
              credits.path("on_demand").asString("?"));
    } catch (ProviderException e) {
      return "what is left cannot be read: " + e.getMessage();
    }
  }

  /// A run of this key; one that FASHN does not know (any more) is [Prediction.Status#GONE].
  public Prediction status(String id) throws ProviderException, InterruptedException {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no id of a FASHN prediction: " + id);
    }
    try {
      Reply reply = http.get("/status/" + id, FashnErrors::in);
      return Prediction.of(id, reply.json().orElseThrow(), reply.header("x-fashn-credits-used"));
    } catch (ProviderException.Refused e) {
      if (e.code().equals(FashnErrors.NOT_FOUND)) {
        return Prediction.gone(id, String.valueOf(e.getMessage()));
      }
      throw e;
    }
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
  ///
  /// @return empty when there is none, or none any more
  public Optional<byte[]> result(Prediction prediction)
      throws ProviderException, InterruptedException {
    if (prediction.output().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(http.download(prediction.output().getFirst()));
    } catch (ProviderException.Refused e) {
      if (e.status() == 0) {
        throw e;
      }
      return again(prediction.id());
    }
  }

  private Optional<byte[]> again(String id) throws ProviderException, InterruptedException {
    List<URI> output = status(id).output();
    try {
      return output.isEmpty() ? Optional.empty() : Optional.of(http.download(output.getFirst()));
    } catch (ProviderException.Refused e) {
      if (GONE.contains(e.status())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
