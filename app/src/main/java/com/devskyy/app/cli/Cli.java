package com.devskyy.app.cli;

import com.devskyy.app.host.Host;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/// The command line: from words to an exit code.
public final class Cli {
  private final Invocation invocation;
  private final Problems problems;

  private Cli(Invocation invocation) {
    this.invocation = invocation;
    this.problems = new Problems(invocation);
  }

  /// Runs one command.
  ///
  /// @return one of [ExitCode]
  public static int run(Host host, String... arguments) {
    if (arguments.length == 0) {
      Overview.print(host);
      return ExitCode.OK;
    }
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      host.out().print(Overview.version());
      return ExitCode.OK;
    }
    try (var invocation = new Invocation(host, arguments)) {
      return new Cli(invocation).execute(arguments);
    }
  }

  private int execute(String... arguments) {
    CommandLine commandLine = commandLine(arguments[0]);
    commandLine.setParameterExceptionHandler(
        (wrong, _) -> {
          // The parser stops at the first slip, maybe before it has seen how errors are wanted.
          invocation.setJson(List.of(arguments).contains("--json"));
          return problems.report(problems.of(wrong));
        });
    commandLine.setExecutionExceptionHandler((thrown, _, _) -> report(thrown));
    var help = new StringWriter();
    commandLine.setOut(new PrintWriter(help));
    int exitCode = commandLine.execute(arguments);
    if (!help.toString().isEmpty()) {
      invocation.out().print(help.toString().stripTrailing());
    }
    return exitCode;
  }

  private int report(Throwable thrown) {
    Problem problem = problems.of(thrown);
    if (invocation.isDebug()) {
      var trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      invocation.err().print(trace.toString().strip());
    }
    return problems.report(problem);
  }

  private CommandLine commandLine(String first) {
    var commandLine = new CommandLine(new Devskyy(), this::create);
    Devskyy.addCommands(commandLine, first);
    commandLine.setCommandName(invocation.host().program());
    CommandLine.Model.CommandSpec root = commandLine.getCommandSpec();
    root.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("This help.")
            .scopeType(ScopeType.INHERIT)
            .build());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("The version.")
            .build());
    root.addOption(
        OptionSpec.builder("--json")
            .type(boolean.class)
            .description("Data as JSON, errors too.")
            .scopeType(ScopeType.INHERIT)
            .setter(set(value -> invocation.setJson((Boolean) value)))
            .build());
    for (Setting<?> setting : Setting.ALL) {
      if (setting.secrecy() == Setting.Secrecy.SECRET) {
        continue;
      }
      root.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(setting.name().toUpperCase(Locale.ROOT))
              .description(setting.meaning())
              .hidden(true)
              .scopeType(ScopeType.INHERIT)
              .setter(set(value -> invocation.setFlag(setting.name(), (String) value)))
              .build());
    }
    convert(commandLine, TaskStatus.class, TaskStatus::ofWire);
    convert(commandLine, ErrorType.class, Cli::errorType);
    convert(commandLine, TypeName.class, TypeName::new);
    convert(commandLine, TaskId.class, TaskId::new);
    convert(commandLine, Duration.class, Cli::duration);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            invocation.out().isRich() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    // An @file is an input, not more arguments.
    commandLine.setExpandAtFiles(false);
    commandLine.setUsageHelpLongOptionsMaxWidth(30);
    commandLine.setUsageHelpWidth(Math.clamp(invocation.out().width(), 55, 100));
    HelpLayout.apply(commandLine);
    return commandLine;
  }

  /// The engine's values say themselves what they allow.
  private static <T> void convert(
      CommandLine commandLine, Class<T> type, CommandLine.ITypeConverter<T> reader) {
    commandLine.registerConverter(
        type,
        text -> {
          try {
            return reader.convert(text);
          } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(Problems.said(e));
          }
        });
  }

  private static Duration duration(String text) {
    try {
      return Quantities.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be a time such as 90s, 5m, 2h, 3d; was \"%s\"".formatted(text), e);
    }
  }

  private static ErrorType errorType(String text) {
    try {
      return ErrorType.ofWire(text);
    } catch (IllegalArgumentException e) {
      String all =
          Arrays.stream(ErrorType.values()).map(ErrorType::wire).collect(Collectors.joining(", "));
      throw new IllegalArgumentException("must be one of %s; was \"%s\"".formatted(all, text), e);
    }
  }

  private interface Taker {
    void take(Object value);
  }

  /// Options of the whole command line belong to no one's field.
  private static ISetter set(Taker taker) {
    return new ISetter() {
      @Override
      @SuppressWarnings("unchecked") // picocli asks for the value before, and never has one here
      public <T> T set(T value) {
        if (value != null && !Boolean.FALSE.equals(value)) {
          taker.take(value);
        }
        return value;
      }
    };
  }

  private <T> T create(Class<T> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Invocation.class) {
        try {
          return type.cast(constructor.newInstance(invocation));
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
