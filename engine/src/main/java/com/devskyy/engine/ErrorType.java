package com.devskyy.engine;

/// What kind of thing went wrong, and whether trying again can help. The one taxonomy of the
/// product: API, envelope, dead letters and metrics use these names.
public enum ErrorType {
  /// The input breaks its type's rules.
  INVALID_INPUT("InvalidInput", false),
  /// No build and no worker knows this type.
  UNKNOWN_TYPE("UnknownType", false),
  /// The handler said that repeating is pointless.
  PERMANENT("Permanent", false),
  /// An outside service is down or broken.
  PROVIDER_UNAVAILABLE("ProviderUnavailable", true),
  /// An outside service asked for patience, longer than the task may wait.
  RATE_LIMITED("RateLimited", true),
  /// The run limit passed.
  TIMEOUT("Timeout", true),
  /// A step that must happen once may have happened: a person decides.
  OUTCOME_UNKNOWN("OutcomeUnknown", false),
  /// Ended by request.
  CANCELLED("Cancelled", false),
  /// The deadline passed.
  EXPIRED("Expired", false),
  /// The task killed its worker again and again.
  WORKER_CRASH("WorkerCrash", false),
  /// Anything else: a bug, ours or the handler's.
  INTERNAL("Internal", true);

  private final String wire;
  private final boolean retryable;

  ErrorType(String wire, boolean retryable) {
    this.wire = wire;
    this.retryable = retryable;
  }

  /// The spelling in `error_type`.
  public String wire() {
    return wire;
  }

  /// Whether the retry policy applies.
  public boolean retryable() {
    return retryable;
  }

  /// Reads [#wire()].
  ///
  /// @throws IllegalArgumentException naming the value
  public static ErrorType ofWire(String wire) {
    for (ErrorType type : values()) {
      if (type.wire.equals(wire)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown error_type \"%s\"".formatted(wire));
  }
}
