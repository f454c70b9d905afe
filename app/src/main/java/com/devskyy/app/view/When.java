package com.devskyy.app.view;

import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A moment as people say it, seen from now.
public final class When {
  private When() {}

  /// `12 s ago` or `in 40 s`.
  public static String said(Instant moment, Instant now) {
    Duration since = Duration.between(moment, now);
    if (since.abs().toMillis() < 1_000) {
      return "now";
    }
    return since.isNegative() ? "in " + rounded(since.negated()) : rounded(since) + " ago";
  }

  private static String rounded(Duration time) {
    return Quantities.about(time.truncatedTo(ChronoUnit.SECONDS)).replace(".0 s", " s");
  }

  /// Both: the exact moment, and how far it is.
  public static String both(Instant moment, Instant now) {
    return moment + "  " + said(moment, now);
  }

  /// In a table: people get the distance, programs the moment.
  public static Cell cell(Instant moment, Instant now) {
    return new Cell(said(moment, now), moment.toString(), Style.QUIET);
  }
}
