package com.devskyy.fakes;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A run at the fake: what it is follows from the time alone, and from what goes wrong with it.
/// Guarded by the fake.
final class FashnRun {
  final String id;
  final FashnAccount account;
  final JsonNode body;
  final Instant createdAt;
  final Duration waiting;
  final Duration processing;
  final @Nullable FashnFault fault;
  final List<BufferedImage> images;
  boolean charged;
  boolean addressRefused;

  /// How long runs take.
  record Pace(Duration waiting, Duration processing) {}

  /// @param images of its inputs
  FashnRun(
      String id,
      FashnAccount account,
      JsonNode body,
      Instant createdAt,
      Pace pace,
      @Nullable FashnFault fault,
      List<BufferedImage> images) {
    this.id = id;
    this.account = account;
    this.body = body;
    this.createdAt = createdAt;
    this.waiting = pace.waiting;
    this.processing = pace.processing;
    this.fault = fault;
    this.images = List.copyOf(images);
  }

  /// When it ends, unless it is stuck.
  Instant end() {
    return createdAt.plus(waiting).plus(processing);
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
          case LORA_LOAD_ERROR -> "LoRALoadError";
          case NSFW_ERROR -> "NSFWError";
          case PIPELINE_ERROR -> "PipelineError";
          case PROVIDER_ERROR -> "3rdPartyProviderError";
          case THIRD_PARTY_ERROR -> "ThirdPartyError";
          case INTERNAL_ERROR -> "InternalServerError";
          case null, default -> null;
        });
  }
}
