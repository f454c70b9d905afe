package com.devskyy.app.host;

import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import java.util.ArrayList;
import java.util.List;

/// Named facts, one a line, their values in line: `store    sqlite:data/devskyy.db`. A program gets
/// name and value separated by a tab.
public final class Facts {
  private static final int GAP = 3;

  private final List<Fact> facts = new ArrayList<>();

  private record Fact(String name, String value, Style style) {}

  /// Adds a fact.
  public Facts add(String name, String value) {
    return add(name, Style.PLAIN, value);
  }

  /// Adds a fact whose value has a style.
  public Facts add(String name, Style style, String value) {
    facts.add(new Fact(name, Cells.line(value), style));
    return this;
  }

  /// Prints them; a long value goes on under its beginning.
  public void print(Screen screen) {
    if (!screen.isRich()) {
      facts.forEach(fact -> screen.print(fact.name() + "\t" + fact.value()));
      return;
    }
    int names = facts.stream().mapToInt(fact -> Cells.width(fact.name())).max().orElse(0) + GAP;
    for (Fact fact : facts) {
      String name = screen.paint(Style.QUIET, Cells.pad(fact.name(), names));
      for (String line : Cells.wrap(fact.value(), screen.width() - names)) {
        screen.print(name + screen.paint(fact.style(), line));
        name = " ".repeat(names);
      }
    }
  }
}
