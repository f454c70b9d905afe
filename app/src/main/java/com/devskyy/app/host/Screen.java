package com.devskyy.app.host;

import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import java.io.PrintStream;

/// One of the two streams a person or a program reads. *Rich* means a person at a terminal who
/// wants it: colour, aligned columns, a line that moves. Anything else gets plain lines and
/// tab-separated rows. Thread-safe.
public final class Screen {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean rich;
  private final int width;

  // Guarded by this.
  private String live = "";

  /// @param width columns of the terminal
  public Screen(PrintStream stream, boolean rich, int width) {
    this.stream = stream;
    this.rich = rich;
    this.width = width;
  }

  /// Whether a person at a terminal is looking.
  public boolean isRich() {
    return rich;
  }

  /// Columns of the terminal.
  public int width() {
    return width;
  }

  /// The text in a style where colour is wanted, else as it is.
  public String paint(Style style, String text) {
    return rich ? style.paint(text) : text;
  }

  /// Prints a line above the live one.
  public synchronized void print(String line) {
    if (live.isEmpty()) {
      stream.println(line);
    } else {
      stream.print(CLEAR_LINE + line + System.lineSeparator() + live);
    }
    stream.flush();
  }

  /// Shows the line that moves in place of the one before; empty takes it away. Without a person
  /// looking there is none.
  ///
  /// @param plain the text as it counts against the width
  /// @param style of the whole line
  public synchronized void live(Style style, String plain) {
    if (!rich) {
      return;
    }
    String shown = paint(style, Cells.cut(plain, width - 1));
    if (!shown.equals(live)) {
      live = shown;
      stream.print(CLEAR_LINE + live);
      stream.flush();
    }
  }
}
