package com.devskyy.app.cli;

import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `doctor`.
@Command(
    header = "What is wrong, and where settings come from.",
    description =
        "Looks at everything that can be wrong, and says where each setting came from. Changes nothing.",
    footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --json"})
final class DoctorCommand implements Callable<Integer> {
  private final Invocation invocation;

  DoctorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// One setting as JSON.
  private record Known(String name, String value, String origin) {}

  private record Report(List<Finding> findings, List<Known> settings) {}

  /// What was found out about one thing.
  ///
  /// @param next what to do about it
  record Finding(Grade grade, String subject, String said, Optional<String> next) {}

  /// How a finding counts.
  enum Grade {
    /// As it should be.
    OK("●", Style.GOOD),
    /// Worth knowing.
    NOTE("!", Style.ATTENTION),
    /// Broken.
    BAD("✕", Style.BAD);

    private final String glyph;
    private final Style style;

    Grade(String glyph, Style style) {
      this.glyph = glyph;
      this.style = style;
    }
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Examination(invocation).findings();
    List<Known> settings = settings(invocation.settings());
    if (invocation.isJson()) {
      invocation.printJson(new Report(findings, settings));
    } else {
      findings.forEach(this::print);
      print(settings);
    }
    return findings.stream().anyMatch(finding -> finding.grade() == Grade.BAD)
        ? ExitCode.STORE
        : ExitCode.OK;
  }

  private static List<Known> settings(Settings settings) {
    List<Known> known = new ArrayList<>();
    for (Setting<?> setting : Setting.ALL) {
      var given = settings.given(setting);
      known.add(new Known(setting.name(), settings.shown(setting), given.origin()));
    }
    return known;
  }

  private void print(Finding finding) {
    Screen out = invocation.out();
    if (!out.isRich()) {
      out.print(
          String.join(
              "\t",
              finding.grade().name().toLowerCase(Locale.ROOT),
              finding.subject(),
              finding.said(),
              finding.next().map(this::shown).orElse("")));
      return;
    }
    String subject = "%s %-13s".formatted(finding.grade().glyph, finding.subject());
    String head = out.paint(finding.grade().style, subject);
    for (String line : Cells.wrap(finding.said(), out.width() - subject.length())) {
      out.print(head + line);
      head = " ".repeat(subject.length());
    }
    finding
        .next()
        .ifPresent(
            next -> out.print(" ".repeat(15) + out.paint(Style.QUIET, "next  ") + shown(next)));
  }

  /// A command of ours is shown as it can be pasted, anything else as it is.
  private String shown(String next) {
    return next.startsWith("devskyy ") ? invocation.command(next) : next;
  }

  private void print(List<Known> settings) {
    var table =
        new Table(
            Column.of("setting", Narrow.KEEP),
            Column.of("value", Narrow.CUT),
            Column.of("from", Narrow.CUT));
    settings.forEach(
        setting ->
            table.row(
                Cell.of(setting.name()),
                Cell.of(setting.value().isEmpty() ? "-" : setting.value()),
                Cell.of(
                    setting.origin().equals("default") ? Style.QUIET : Style.STRONG,
                    setting.origin())));
    if (invocation.out().isRich()) {
      invocation.out().print("");
    }
    table.print(invocation.out());
  }
}
