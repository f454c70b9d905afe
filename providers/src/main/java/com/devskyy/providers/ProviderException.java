package com.devskyy.providers;

import java.time.Duration;

/// What went wrong with a call of an outside service. The kind says what happened there and what
/// can be done; the message is for people and holds no secret.
public abstract sealed class ProviderException extends Exception {
  private static final long serialVersionUID = 1;

  private ProviderException(String message) {
    super(message);
  }

  /// Nothing happened, and the same call will never succeed.
  public static final class Refused extends ProviderException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    /// @param status of HTTP
    /// @param code the service's own, or empty
    public Refused(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    /// Status of HTTP.
    public int status() {
      return status;
    }

    /// The service's own code, or empty.
    public String code() {
      return code;
    }
  }

  /// Nothing happened: the account has nothing left to pay with.
  public static final class OutOfCredits extends ProviderException {
    private static final long serialVersionUID = 1;

    public OutOfCredits(String message) {
      super(message);
    }
  }

  /// Nothing happened: the service asks for patience.
  public static final class RateLimited extends ProviderException {
    private static final long serialVersionUID = 1;
    private final Duration after;

    /// @param after how long to leave it alone
    public RateLimited(Duration after, String message) {
      super(message);
      this.after = after;
    }

    /// How long to leave it alone.
    public Duration after() {
      return after;
    }
  }

  /// Nothing happened: the service was not reached, or said itself that it is in trouble.
  public static final class Unavailable extends ProviderException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }
  }

  /// The call was sent and no answer that can be believed came back: it may have happened.
  public static final class AnswerLost extends ProviderException {
    private static final long serialVersionUID = 1;

    public AnswerLost(String message) {
      super(message);
    }
  }
}
