package com.devskyy.app.cli;

import com.devskyy.app.host.Facts;
import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.engine.store.TypeRegistration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `types`.
@Command(
    header = "Task types and their fields.",
    description = "Task types: those of this build, and those that workers made known.",
    footer = {"${COMMAND-FULL-NAME} list", "${COMMAND-FULL-NAME} show ml_training"},
    synopsisSubcommandLabel = "COMMAND")
final class TypesCommands {
  private final Invocation invocation;

  TypesCommands(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      description = "Lists task types.",
      footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --json"})
  int list() {
    var types = new TypeDescriptions(invocation);
    if (invocation.isJson()) {
      invocation.printJson(Map.of("types", types.all().toList()));
      return 0;
    }
    var table =
        new Table(
            Column.of("type", Narrow.KEEP),
            Column.of("run limit", Narrow.DROP),
            Column.number("attempts", Narrow.DROP),
            Column.of("does", Narrow.CUT));
    types
        .all()
        .forEach(
            type ->
                table.row(
                    Cell.of(type.name().value()),
                    Cell.of(Quantities.exact(type.runLimit())),
                    Cell.of(type.maxAttempts()),
                    Cell.of(Style.QUIET, type.description())));
    if (table.isEmpty()) {
      invocation.err().print("no types are known");
    } else {
      table.print(invocation.out());
    }
    return 0;
  }

  @Command(
      name = "show",
      description =
          "Shows a type: its fields with their options, its limits, an example that runs.",
      footer = {"${COMMAND-FULL-NAME} ml_training", "${COMMAND-FULL-NAME} ml_training --json"})
  int show(
      @Parameters(paramLabel = "TYPE", description = "Task type; devskyy types list shows them.")
          String name) {
    TypeRegistration type = new TypeDescriptions(invocation).get(name);
    if (invocation.isJson()) {
      invocation.printJson(type);
      return 0;
    }
    InputSchema schema = InputSchema.of(type.inputSchema(), invocation.product().codec());
    Screen out = invocation.out();
    new Facts()
        .add("type", Style.STRONG, type.name().value())
        .add("does", type.description())
        .add("run limit", Quantities.exact(type.runLimit()))
        .add("attempts", String.valueOf(type.maxAttempts()))
        .add("kept", "%s after its end".formatted(Quantities.exact(type.retention())))
        .print(out);
    if (out.isRich()) {
      out.print("");
    }
    fields(schema).print(out);
    schema
        .example()
        .ifPresent(
            example -> {
              if (out.isRich()) {
                out.print("");
                out.print(out.paint(Style.QUIET, "example input"));
              }
              out.print(
                  (out.isRich() ? "" : "example\t")
                      + invocation.shown(invocation.product().codec().encode(example)));
              invocation
                  .err()
                  .print(
                      invocation.err().paint(Style.QUIET, "next  ")
                          + invocation.command("run %s --example".formatted(type.name())));
            });
    return 0;
  }

  /// The options that give the fields of a type.
  static Table fields(InputSchema schema) {
    var table =
        new Table(
            Column.of("option", Narrow.KEEP),
            Column.of("", Narrow.KEEP),
            Column.of("value", Narrow.CUT),
            Column.of("is", Narrow.CUT));
    schema
        .fields()
        .forEach(
            field ->
                table.row(
                    Cell.of(field.flag()),
                    Cell.of(Style.ATTENTION, field.required() ? "required" : ""),
                    Cell.of(field.rule()),
                    Cell.of(Style.QUIET, field.description())));
    return table;
  }
}
