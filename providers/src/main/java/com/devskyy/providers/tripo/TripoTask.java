package com.devskyy.providers.tripo;

import com.devskyy.providers.Said;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A task of Tripo as it was last seen.
///
/// @param type Tripo's name for tasks of this kind
/// @param progress 0 to 100; may go backwards
/// @param input what it was made by, as far as Tripo says so
/// @param model where the result is, for a while
/// @param preview where a rendered image is, for a while
/// @param credits what it cost, once known
/// @param errorCode 0 when nothing is wrong
/// @param error for people; empty when nothing is wrong
public record TripoTask(
    String id,
    String type,
    Status status,
    int progress,
    JsonNode input,
    Optional<URI> model,
    Optional<URI> preview,
    Optional<BigDecimal> credits,
    int errorCode,
    String error) {
  /// Error codes of tasks that no other try mends.
  public static final int REFUSED_CONTENT = 2008;

  public static final int TOO_COMPLEX = 2018;

  /// Where it stands.
  public enum Status {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED,
    CANCELLED,
    /// A word this build does not know: counts as an end, and as no success.
    UNKNOWN;

    /// Whether nothing will change any more.
    public boolean isEnd() {
      return this != QUEUED && this != RUNNING;
    }

    static Status of(String word) {
      return switch (word) {
        case "queued" -> QUEUED;
        case "running" -> RUNNING;
        case "success" -> SUCCESS;
        case "failed" -> FAILED;
        case "cancelled" -> CANCELLED;
        default -> UNKNOWN;
      };
    }
  }

  static TripoTask of(String id, JsonNode data) {
    JsonNode output = data.path("output");
    String word = data.path("status").asString("");
    Status status = Status.of(word);
    String error =
        Said.text(data, "error_message")
            .orElse(status == Status.UNKNOWN ? "status \"" + Said.line(word) + "\"" : "");
    return new TripoTask(
        id,
        data.path("type").asString(""),
        status,
        Math.clamp(data.path("progress").asInt(0), 0, 100),
        data.path("input"),
        address(output, "model_url"),
        address(output, "rendered_image_url"),
        Optional.of(data.path("credits_consumed"))
            .filter(JsonNode::isNumber)
            .map(JsonNode::decimalValue),
        data.path("error_code").asInt(0),
        error);
  }

  private static Optional<URI> address(JsonNode output, String name) {
    try {
      return Optional.of(output.path(name).asString(""))
          .filter(text -> !text.isBlank())
          .map(URI::create);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
