package com.devskyy.app.host;

import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headings. A person gets them aligned, without what does not fit; a program gets them
/// whole, one a line, tab-separated, without headings.
public final class Table {
  private static final int GAP = 2;
  private static final int LEAST_CUT = 12;

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// What becomes of a column where the terminal is too narrow.
  public enum Narrow {
    /// Stays whole.
    KEEP,
    /// Is cut.
    CUT,
    /// Is left out.
    DROP
  }

  /// A column.
  ///
  /// @param right whether it holds numbers, which end in line
  public record Column(String title, Narrow narrow, boolean right) {
    /// A column of text.
    public static Column of(String title, Narrow narrow) {
      return new Column(title, narrow, false);
    }

    /// A column of numbers.
    public static Column number(String title, Narrow narrow) {
      return new Column(title, narrow, true);
    }
  }

  /// A value.
  ///
  /// @param shown for people
  /// @param exact for programs
  public record Cell(String shown, String exact, Style style) {
    /// The same for both.
    public static Cell of(String text) {
      return new Cell(Cells.line(text), Cells.line(text), Style.PLAIN);
    }

    /// A number or anything else that is its own text.
    public static Cell of(Object value) {
      return of(String.valueOf(value));
    }

    /// With a style.
    public static Cell of(Style style, String text) {
      return new Cell(Cells.line(text), Cells.line(text), style);
    }
  }

  /// @param columns from left to right
  public Table(Column... columns) {
    this.columns = Arrays.asList(columns);
  }

  /// Adds a row.
  ///
  /// @param cells one for each column
  public void row(Cell... cells) {
    rows.add(Arrays.asList(cells));
  }

  /// Whether there are no rows.
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Prints all rows.
  public void print(Screen screen) {
    if (!screen.isRich()) {
      rows.forEach(row -> screen.print(String.join("\t", row.stream().map(Cell::exact).toList())));
      return;
    }
    int[] widths = fit(screen.width());
    List<Cell> titles =
        columns.stream().map(column -> Cell.of(Style.QUIET, column.title())).toList();
    screen.print(line(titles, widths, screen));
    rows.forEach(row -> screen.print(line(row, widths, screen)));
  }

  /// The width of each column; 0 for one that is empty or left out.
  private int[] fit(int room) {
    var widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest =
          rows.stream().mapToInt(row -> Cells.width(row.get(column).shown())).max().orElse(0);
      // A column in which nothing stands says nothing.
      widths[i] = widest == 0 ? 0 : Math.max(widest, Cells.width(columns.get(i).title()));
    }
    for (int i = widths.length - 1; i >= 0 && total(widths, LEAST_CUT) > room; i--) {
      if (columns.get(i).narrow() == Narrow.DROP) {
        widths[i] = 0;
      }
    }
    for (int i = widths.length - 1; i >= 0 && total(widths, Integer.MAX_VALUE) > room; i--) {
      if (columns.get(i).narrow() == Narrow.CUT) {
        int over = total(widths, Integer.MAX_VALUE) - room;
        widths[i] = Math.max(Math.min(widths[i], LEAST_CUT), widths[i] - over);
      }
    }
    return widths;
  }

  /// The width of a row whose cut columns take at most so much.
  private int total(int[] widths, int mostOfCut) {
    int sum = -GAP;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        sum +=
            GAP
                + (columns.get(i).narrow() == Narrow.CUT
                    ? Math.min(widths[i], mostOfCut)
                    : widths[i]);
      }
    }
    return sum;
  }

  private String line(List<Cell> row, int[] widths, Screen screen) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      Cell cell = row.get(i);
      String text = Cells.cut(cell.shown(), widths[i]);
      String blanks = " ".repeat(widths[i] - Cells.width(text));
      String painted = screen.paint(cell.style(), text);
      line.append(columns.get(i).right() ? blanks + painted : painted + blanks)
          .append(" ".repeat(GAP));
    }
    return line.toString().stripTrailing();
  }
}
