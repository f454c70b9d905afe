package com.devskyy.fakes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A task at the fake: what it is follows from the time alone, and from what goes wrong with it.
/// Guarded by its account's lock.
final class TripoJob {
  final String id;
  final String type;
  final JsonNode input;
  final int credits;
  final Instant createdAt;

  private final Optional<TripoFault> fault;
  private final Pace pace;
  private boolean settled;
  private boolean addressRefused;

  /// How long tasks take.
  record Pace(Duration queued, Duration running, Duration addresses) {}

  TripoJob(
      String id,
      String type,
      JsonNode input,
      int credits,
      Instant createdAt,
      Optional<TripoFault> fault,
      Pace pace) {
    this.id = id;
    this.type = type;
    this.input = input;
    this.credits = credits;
    this.createdAt = createdAt;
    this.fault = fault;
    this.pace = pace;
  }

  String pool() {
    return TripoRules.pool(type, input);
  }

  String status(Instant now) {
    Duration age = Duration.between(createdAt, now);
    if (age.compareTo(pace.queued) < 0) {
      return "queued";
    }
    if (fault.filter(TripoFault.TASK_STUCK::equals).isPresent()
        || age.compareTo(pace.queued.plus(pace.running)) < 0) {
      return "running";
    }
    return switch (fault.orElse(null)) {
      case TASK_REFUSED, TASK_TOO_COMPLEX, TASK_FAILED -> "failed";
      case TASK_CANCELLED -> "cancelled";
      case TASK_UNKNOWN_STATUS -> "paused_for_review";
      case null, default -> "success";
    };
  }

  boolean isLive(Instant now) {
    String status = status(now);
    return status.equals("queued") || status.equals("running");
  }

  /// The credits to move when it has just ended: what is frozen for it, and what of that is given
  /// back; null before and afterwards.
  int @Nullable [] settle(Instant now) {
    if (settled || isLive(now)) {
      return null;
    }
    settled = true;
    return new int[] {credits, status(now).equals("success") ? 0 : credits};
  }

  Map<String, Object> json(Instant now, Cdn cdn) {
    String status = status(now);
    boolean success = status.equals("success");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task_id", id);
    json.put("type", type);
    json.put("status", status);
    json.put("progress", progress(now, status));
    json.put(
        "input",
        fault.filter(TripoFault.TASK_WITHOUT_INPUT::equals).isPresent() ? Map.of() : input);
    json.put("output", success ? output(cdn) : Map.of());
    json.put("created_at", createdAt.truncatedTo(ChronoUnit.SECONDS).toString());
    if (success) {
      json.put("completed_at", createdAt.plus(pace.queued).plus(pace.running).toString());
    }
    json.put("credits_consumed", success ? (double) credits : 0.0);
    int code =
        switch (fault.orElse(null)) {
          case TASK_REFUSED -> 2008;
          case TASK_TOO_COMPLEX -> 2018;
          case TASK_FAILED -> 1001;
          case null, default -> 0;
        };
    boolean failed = status.equals("failed");
    json.put("error_code", failed ? code : 0);
    json.put("error_message", failed ? "the task failed with " + code : null);
    if (fault.filter(TripoFault.TASK_EXTRA_FIELDS::equals).isPresent()) {
      json.put("queue_of_tomorrow", Map.of("deep", new int[] {1, 2}));
    }
    return json;
  }

  private int progress(Instant now, String status) {
    if (!status.equals("running")) {
      return status.equals("queued") ? 0 : 100;
    }
    long ran = Duration.between(createdAt.plus(pace.queued), now).toMillis();
    int percent = (int) Math.min(99, 100 * ran / Math.max(1, pace.running.toMillis()));
    boolean backwards = fault.filter(TripoFault.TASK_PROGRESS_BACKWARDS::equals).isPresent();
    return backwards ? 99 - percent : percent;
  }

  private Map<String, Object> output(Cdn cdn) {
    if (fault.filter(TripoFault.TASK_WITHOUT_MODEL::equals).isPresent()) {
      return Map.of();
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("model_url", model(cdn).toString());
    if (!type.equals("convert_model")
        && fault.filter(TripoFault.TASK_WITHOUT_PREVIEW::equals).isEmpty()) {
      output.put(
          "rendered_image_url",
          cdn.publish(
                  "preview.png",
                  "image/png",
                  Samples.png(256, 256, seed()),
                  pace.addresses,
                  Cdn.Delivery.WHOLE)
              .toString());
    }
    return output;
  }

  private long seed() {
    return input.path("model_seed").asLong(id.hashCode());
  }

  private URI model(Cdn cdn) {
    Cdn.Delivery delivery =
        switch (fault.orElse(null)) {
          case URL_EXPIRED -> addressRefused ? Cdn.Delivery.WHOLE : Cdn.Delivery.EXPIRED;
          case MODEL_TRUNCATED -> Cdn.Delivery.TRUNCATED;
          case MODEL_GARBAGE -> Cdn.Delivery.GARBAGE;
          case MODEL_HANGS -> Cdn.Delivery.HANGING;
          case null, default -> Cdn.Delivery.WHOLE;
        };
    addressRefused = true;
    String format = input.path("format").asString("GLB");
    byte[] content =
        switch (format) {
          case "OBJ" -> Samples.obj().getBytes(StandardCharsets.UTF_8);
          case "STL" -> Samples.stl();
          case "USDZ" -> Samples.usdz();
          case "FBX" -> Samples.fbx();
          default -> Samples.glb(seed());
        };
    return cdn.publish(
        "model." + format.toLowerCase(Locale.ROOT),
        "application/octet-stream",
        content,
        pace.addresses,
        delivery);
  }
}
