package com.devskyy.tasks.artifacts;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskFailure;
import java.io.IOException;

/// A bucket did not do what it was asked for. The message says what to do, and holds no secret.
public final class BucketException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean isLasting;

  /// @param isLasting whether it will be so until a person changes something
  public BucketException(String message, boolean isLasting, Throwable cause) {
    super(message, cause);
    this.isLasting = isLasting;
  }

  /// What it means for a task: another try may help, or it waits in the dead letters for a
  /// person.
  public TaskFailure failure() {
    String message = String.valueOf(getMessage());
    return isLasting
        ? new PermanentFailure(message, this)
        : new TaskFailure(ErrorType.PROVIDER_UNAVAILABLE, message, this);
  }
}
