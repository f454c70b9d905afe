package com.devskyy.app.cli;

import com.devskyy.app.host.Screen;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.Status;
import com.devskyy.app.view.When;
import com.devskyy.engine.client.Why;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `why ID`.
@Command(
    header = "Say why a task waits, or why it failed.",
    description =
        "Says why a task is where it is: the rule, its place in line, when it goes on, what can be done.",
    footer = {"${COMMAND-FULL-NAME} ID", "${COMMAND-FULL-NAME} ID --json"})
final class WhyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "ID",
      description = "A task's id, or the end of one; devskyy tasks list shows them.")
  private String id = "";

  WhyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Why why = invocation.product().client().why(TaskIds.of(invocation, id)).orElseThrow();
    if (invocation.isJson()) {
      invocation.printJson(why);
      return 0;
    }
    Screen out = invocation.out();
    out.print(
        out.paint(Status.style(why.status()), Status.label(why.status()))
            + "  "
            + Cells.line(why.sentence()));
    why.position()
        .ifPresent(
            place ->
                out.print(
                    out.paint(Style.QUIET, "place  ")
                        + (place.ahead() + 1)
                        + (place.exact() ? "" : " or later")));
    why.expected()
        .ifPresent(
            time ->
                out.print(
                    out.paint(Style.QUIET, "goes on  ")
                        + When.both(time, invocation.host().clock().instant())));
    why.remedy()
        .ifPresent(
            remedy ->
                invocation
                    .err()
                    .print(
                        invocation.err().paint(Style.QUIET, "next  ")
                            + invocation.command(remedy)));
    return 0;
  }
}
