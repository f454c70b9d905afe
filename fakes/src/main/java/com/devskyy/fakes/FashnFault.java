package com.devskyy.fakes;

import java.util.EnumSet;
import java.util.Set;

/// What can go wrong at [FakeFashn].
public enum FashnFault {
  /// 429 `RateLimitExceeded`.
  RATE_LIMITED,
  /// 429 `ConcurrencyLimitExceeded`.
  CONCURRENCY,
  /// 429 `OutOfCredits`.
  OUT_OF_CREDITS,
  /// 500 `InternalServerError`, and nothing runs.
  SERVER_ERROR,
  /// 500 with a page; the run exists behind it.
  SERVER_PAGE,
  /// The run exists, and the connection ends before the answer.
  ANSWER_CUT,

  /// The run fails: `ImageLoadError`.
  IMAGE_LOAD_ERROR,
  /// The run fails: `ContentModerationError`.
  CONTENT_MODERATION_ERROR,
  /// The run fails: `PoseError`.
  POSE_ERROR,
  /// The run fails: `InputValidationError`.
  INPUT_VALIDATION_ERROR,
  /// The run fails: `LoRALoadError`, of older documents.
  LORA_LOAD_ERROR,
  /// The run fails: `NSFWError`, of older documents.
  NSFW_ERROR,
  /// The run fails: `PipelineError`.
  PIPELINE_ERROR,
  /// The run fails: `3rdPartyProviderError`.
  PROVIDER_ERROR,
  /// The run fails: `ThirdPartyError`.
  THIRD_PARTY_ERROR,
  /// The run fails: `InternalServerError`.
  INTERNAL_ERROR,
  /// The run waits for ever.
  STUCK,
  /// The run ends as `time_out`.
  TIME_OUT,
  /// The run ends as `canceled`.
  CANCELED,
  /// The run ends in a state nobody knows.
  UNKNOWN_STATUS,
  /// It is completed with an empty output.
  OUTPUT_EMPTY,
  /// It is completed with null as output.
  OUTPUT_NULL,
  /// The first address of its output has expired.
  OUTPUT_EXPIRED,
  /// Its output is not there.
  OUTPUT_MISSING,
  /// A background is removed, and all of it is left in the output.
  OUTPUT_UNCUT,
  /// Its output is no image.
  OUTPUT_GARBAGE,

  /// 429 to a question.
  READ_RATE_LIMITED,
  /// 500 with a page to a question.
  READ_SERVER_PAGE,
  /// 401 `UnauthorizedAccess` to a question.
  READ_REFUSED,
  /// 404 `NotFound` to a question.
  READ_NOT_FOUND;

  static final Set<FashnFault> OF_RUNNING = EnumSet.range(RATE_LIMITED, ANSWER_CUT);
  static final Set<FashnFault> OF_RUNS = EnumSet.range(IMAGE_LOAD_ERROR, OUTPUT_GARBAGE);
  static final Set<FashnFault> OF_READING = EnumSet.range(READ_RATE_LIMITED, READ_NOT_FOUND);
}
