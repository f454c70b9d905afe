package com.devskyy.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A run at the fake: what it is follows from the time alone, and from what goes wrong with it.
/// Guarded by the fake.
final class FashnRun {
  final String id;
  final JsonNode body;
  final Instant createdAt;
  final Duration waiting;
  final Duration processing;
  final @Nullable FashnFault fault;
  boolean charged;
  boolean addressRefused;

  FashnRun(
      String id,
      JsonNode body,
      Instant createdAt,
      Duration waiting,
      Duration processing,
      @Nullable FashnFault fault) {
    this.id = id;
    this.body = body;
    this.createdAt = createdAt;
    this.waiting = waiting;
    this.processing = processing;
    this.fault = fault;
  }

  String status(Instant now) {
    Duration age = Duration.between(createdAt, now);
    if (fault == FashnFault.STUCK || age.compareTo(waiting) < 0) {
      return age.toMillis() * 2 < waiting.toMillis() ? "starting" : "in_queue";
    }
    if (age.compareTo(waiting.plus(processing)) < 0) {
      return "processing";
    }
    return switch (fault) {
      case TIME_OUT -> "time_out";
      case CANCELED -> "canceled";
      case UNKNOWN_STATUS -> "archived";
      case null -> "completed";
      default -> failure().isPresent() ? "failed" : "completed";
    };
  }

  boolean isLive(Instant now) {
    return Set.of("starting", "in_queue", "processing").contains(status(now));
  }

  Optional<String> failure() {
    return Optional.ofNullable(
        switch (fault) {
          case IMAGE_LOAD_ERROR -> "ImageLoadError";
          case CONTENT_MODERATION_ERROR -> "ContentModerationError";
          case POSE_ERROR -> "PoseError";
          case INPUT_VALIDATION_ERROR -> "InputValidationError";
          case PIPELINE_ERROR -> "PipelineError";
          case PROVIDER_ERROR -> "3rdPartyProviderError";
          case THIRD_PARTY_ERROR -> "ThirdPartyError";
          case INTERNAL_ERROR -> "InternalServerError";
          case null, default -> null;
        });
  }
}
