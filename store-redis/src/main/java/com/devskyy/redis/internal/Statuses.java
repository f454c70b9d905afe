package com.devskyy.redis.internal;

import com.devskyy.engine.TaskStatus;

/// Statuses as one character.
final class Statuses {
  private Statuses() {}

  static char code(TaskStatus status) {
    return switch (status) {
      case WAITING -> 'w';
      case SCHEDULED -> 's';
      case QUEUED -> 'q';
      case PROCESSING -> 'p';
      case RETRYING -> 'r';
      case COMPLETED -> 'c';
      case FAILED -> 'f';
      case CANCELLED -> 'x';
      case EXPIRED -> 'e';
    };
  }

  static TaskStatus of(int code) {
    for (TaskStatus status : TaskStatus.values()) {
      if (code(status) == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status has the code " + code);
  }
}
