package com.devskyy.providers.fashn;

import com.devskyy.providers.Said;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A run of FASHN as it was last seen.
///
/// @param output where the results are, for 72 hours
/// @param failure name of what went wrong; empty when nothing did
/// @param message of the failure, for people
/// @param credits what it cost, once known
public record Prediction(
    String id,
    Status status,
    List<URI> output,
    String failure,
    String message,
    Optional<BigDecimal> credits) {
  /// Failures that another run may not meet.
  private static final Set<String> PASSING =
      Set.of("PipelineError", "3rdPartyProviderError", "InternalServerError");

  /// Where it stands.
  public enum Status {
    WAITING,
    PROCESSING,
    COMPLETED,
    /// Failed, cancelled, timed out, or a word this build does not know.
    FAILED,
    /// FASHN does not know it: it is too long ago, or was run with another key.
    GONE;

    /// Whether nothing will change any more.
    public boolean isEnd() {
      return this != WAITING && this != PROCESSING;
    }

    static Status of(String word) {
      return switch (word) {
        case "starting", "in_queue" -> WAITING;
        case "processing" -> PROCESSING;
        case "completed" -> COMPLETED;
        default -> FAILED;
      };
    }
  }

  /// Whether it failed for a reason that may have passed.
  public boolean mayPass() {
    return PASSING.contains(failure);
  }

  static Prediction gone(String id, String message) {
    return new Prediction(
        id, Status.GONE, List.of(), FashnErrors.NOT_FOUND, message, Optional.empty());
  }

  static Prediction of(String id, JsonNode json, Optional<String> creditsHeader) {
    String word = json.path("status").asString("");
    Status status = Status.of(word);
    List<URI> output = new ArrayList<>();
    for (JsonNode one : json.path("output")) {
      try {
        output.add(URI.create(one.asString("")));
      } catch (IllegalArgumentException e) {
        // Not an address: as if it were not there.
      }
    }
    JsonNode error = json.path("error");
    boolean failed = status == Status.FAILED;
    return new Prediction(
        id,
        status,
        List.copyOf(output),
        failed ? Said.text(error, "name").orElse(Said.line(word)) : "",
        Said.text(error, "message").orElse(""),
        creditsHeader.filter(text -> text.matches("[0-9]{1,9}")).map(BigDecimal::new));
  }
}
