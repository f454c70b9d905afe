package com.devskyy.app.view;

import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.text.Style;
import com.devskyy.engine.TaskStatus;

/// A status as people see it: always glyph, word and colour together.
public final class Status {
  private Status() {}

  /// Glyph and word.
  public static String label(TaskStatus status) {
    return glyph(status) + " " + status.wire();
  }

  /// In a table: people get the glyph too.
  public static Cell cell(TaskStatus status) {
    return new Cell(label(status), status.wire(), style(status));
  }

  /// One cell wide.
  public static String glyph(TaskStatus status) {
    return switch (status) {
      case WAITING, QUEUED, SCHEDULED -> "○";
      case PROCESSING -> "◐";
      case RETRYING -> "↻";
      case COMPLETED -> "●";
      case FAILED -> "✕";
      case CANCELLED, EXPIRED -> "⊘";
    };
  }

  /// Its colour.
  public static Style style(TaskStatus status) {
    return switch (status) {
      case WAITING, QUEUED, SCHEDULED, CANCELLED, EXPIRED -> Style.QUIET;
      case PROCESSING -> Style.BUSY;
      case RETRYING -> Style.ATTENTION;
      case COMPLETED -> Style.GOOD;
      case FAILED -> Style.BAD;
    };
  }
}
