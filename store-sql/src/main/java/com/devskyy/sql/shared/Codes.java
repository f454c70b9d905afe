package com.devskyy.sql.shared;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskStatus;

/// The numbers that stand for words in the tables. They are stored, so they never change, whatever
/// becomes of the order of the words.
public final class Codes {
  private static final TaskStatus[] STATUS = {
    TaskStatus.WAITING,
    TaskStatus.SCHEDULED,
    TaskStatus.QUEUED,
    TaskStatus.PROCESSING,
    TaskStatus.RETRYING,
    TaskStatus.COMPLETED,
    TaskStatus.FAILED,
    TaskStatus.CANCELLED,
    TaskStatus.EXPIRED
  };

  private Codes() {}

  /// A status.
  public static int of(TaskStatus status) {
    return switch (status) {
      case WAITING -> 0;
      case SCHEDULED -> 1;
      case QUEUED -> 2;
      case PROCESSING -> 3;
      case RETRYING -> 4;
      case COMPLETED -> 5;
      case FAILED -> 6;
      case CANCELLED -> 7;
      case EXPIRED -> 8;
    };
  }

  /// A level.
  public static int of(Priority.Level level) {
    return switch (level) {
      case BACKGROUND -> 0;
      case LOW -> 1;
      case NORMAL -> 2;
      case HIGH -> 3;
      case CRITICAL -> 4;
    };
  }

  /// The status that a number stands for.
  public static TaskStatus status(int code) {
    return STATUS[code];
  }
}
