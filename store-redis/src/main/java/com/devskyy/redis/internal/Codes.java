package com.devskyy.redis.internal;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.WorkerRecord;

/// Codes as one character.
final class Codes {
  private Codes() {}

  static char of(TaskStatus status) {
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

  /// Background 0 to critical 4.
  static int of(Priority.Level level) {
    return switch (level) {
      case BACKGROUND -> 0;
      case LOW -> 1;
      case NORMAL -> 2;
      case HIGH -> 3;
      case CRITICAL -> 4;
    };
  }

  static int of(WorkerRecord.State state) {
    return switch (state) {
      case ACTIVE -> 0;
      case STOPPING -> 1;
      case GONE -> 2;
    };
  }

  static WorkerRecord.State state(int code) {
    for (WorkerRecord.State state : WorkerRecord.State.values()) {
      if (of(state) == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a worker has the code " + code);
  }

  static TaskStatus status(int code) {
    for (TaskStatus status : TaskStatus.values()) {
      if (of(status) == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status has the code " + code);
  }
}
