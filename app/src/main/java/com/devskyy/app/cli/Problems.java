package com.devskyy.app.cli;

import com.devskyy.app.host.Screen;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Style;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Suggestion;
import com.devskyy.engine.UnknownTypeException;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.StoreException;
import com.devskyy.json.JsonCodec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Turns whatever stopped a command into its three parts.
final class Problems {
  private static final Pattern INVALID_VALUE =
      Pattern.compile("(?s)Invalid value for [^']*'([^']*)'[^:]*: (.*)");
  private static final Pattern NO_NUMBER = Pattern.compile("'(.*)' is not an? .*");

  private final Invocation invocation;

  Problems(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Prints the three parts last on the screen.
  ///
  /// @return the exit code
  int report(Problem problem) {
    Screen err = invocation.err();
    if (invocation.isJson()) {
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("error", problem.error());
      parts.put("why", problem.why());
      parts.put("next", next(problem));
      parts.put("exit_code", problem.exitCode());
      err.print(new JsonCodec().encode(parts).text());
      return problem.exitCode();
    }
    part("error", Style.BAD, problem.error());
    part("why", Style.QUIET, problem.why());
    part("next", Style.GOOD, next(problem));
    return problem.exitCode();
  }

  private void part(String name, Style style, String text) {
    Screen err = invocation.err();
    String head = err.paint(style, Cells.pad(name, 5)) + "  ";
    for (String paragraph : Cells.lines(text).split("\n", -1)) {
      // A command is never broken, as it must survive being copied; a sentence ends with a stop.
      boolean breakable = err.isRich() && (!name.equals("next") || text.endsWith("."));
      for (String line : breakable ? Cells.wrap(paragraph, err.width() - 7) : List.of(paragraph)) {
        err.print(head + line);
        head = " ".repeat(7);
      }
    }
  }

  private String next(Problem problem) {
    return problem.next().startsWith("devskyy ")
        ? invocation.command(problem.next())
        : problem.next();
  }

  /// What a command threw.
  Problem of(Throwable thrown) {
    return switch (thrown) {
      case Problem problem -> problem;
      case StoreException trouble ->
          new Problem(
              ExitCode.STORE, said(trouble), why(trouble.kind()), trouble.remedy(), trouble);
      case InvalidInputException invalid -> of(invalid);
      case UnknownTypeException unknown -> of(unknown);
      case InterruptedException _ ->
          new Problem(
              ExitCode.INTERRUPTED, "interrupted", "Ctrl-C or a signal", "devskyy tasks list");
      case IllegalArgumentException wrong ->
          new Problem(
              ExitCode.USAGE, said(wrong), "the value is not allowed", "devskyy --help", wrong);
      default ->
          new Problem(
              ExitCode.FAILED,
              "%s: %s".formatted(thrown.getClass().getSimpleName(), said(thrown)),
              "this should not happen; --log-level debug shows where it did",
              "devskyy doctor",
              thrown);
    };
  }

  private static String why(StoreException.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE ->
          "the store cannot be reached or is busy; what was asked of it may have been done or not";
      case FULL -> "the store has no room; what it refused was not done";
      case READ_ONLY -> "the store cannot be written; what it refused was not done";
      case DISK_FAILED -> "the store's disk failed; what was stored last may be lost";
      case CORRUPT -> "what is stored is damaged; it was left as it is";
      case NEWER_FORMAT -> "a newer version of this program wrote it; it was left as it is";
    };
  }

  private static Problem of(InvalidInputException invalid) {
    List<Violation> violations = invalid.violations();
    String message = said(invalid);
    int colon = message.indexOf(": ");
    String type =
        message.matches("[a-z][a-z0-9_.-]{0,63}: (?s).*") ? message.substring(0, colon) : "";
    if (violations.size() == 1) {
      return new Problem(
          ExitCode.USAGE,
          message,
          "nothing was stored",
          type.isEmpty() ? "devskyy --help" : "devskyy types show " + type,
          invalid);
    }
    return new Problem(
        ExitCode.USAGE,
        "%sthe input breaks %d rules"
            .formatted(type.isEmpty() ? "" : type + ": ", violations.size()),
        violations.stream().map(Violation::sentence).collect(Collectors.joining("\n")),
        type.isEmpty() ? "devskyy --help" : "devskyy types show " + type,
        invalid);
  }

  private Problem of(UnknownTypeException unknown) {
    String[] parts = said(unknown).split("; ", 2);
    String word = parts[0].replaceAll("^[^\"]*\"|\"$", "");
    String known = parts.length > 1 ? parts[1] : "";
    return unknown
        .suggestion()
        .map(
            meant ->
                new Problem(
                    ExitCode.USAGE,
                    parts[0],
                    "Did you mean %s? %s".formatted(meant, known),
                    invocation.corrected(word, meant),
                    unknown))
        .orElse(new Problem(ExitCode.USAGE, parts[0], known, "devskyy types list", unknown));
  }

  /// What the command line's parser found wrong.
  Problem of(CommandLine.ParameterException wrong) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    return switch (wrong) {
      case CommandLine.UnmatchedArgumentException unmatched ->
          unmatched(unmatched.getUnmatched().getFirst(), command);
      case CommandLine.MissingParameterException missing -> missing(missing.getMissing(), command);
      case CommandLine.OverwrittenOptionException twice ->
          new Problem(ExitCode.USAGE, said(twice), "it may stand there once", help(command), twice);
      case CommandLine.ParameterException _ when lacksCommand(wrong, command) ->
          new Problem(
              ExitCode.USAGE,
              "%s needs a command".formatted(name(command)),
              "known are " + String.join(", ", command.subcommands().keySet()),
              help(command),
              wrong);
      default ->
          new Problem(
              ExitCode.USAGE,
              value(wrong),
              wrong.getArgSpec() == null
                  ? "the command line cannot be read"
                  : String.join(" ", wrong.getArgSpec().description()),
              help(command),
              wrong);
    };
  }

  /// "Invalid value for option '--x': …" in our words.
  private static String value(CommandLine.ParameterException wrong) {
    Matcher parts = INVALID_VALUE.matcher(said(wrong));
    if (!parts.matches()) {
      return said(wrong);
    }
    Matcher number = NO_NUMBER.matcher(parts.group(2));
    String rule =
        number.matches()
            ? "must be a whole number; was \"%s\"".formatted(number.group(1))
            : parts.group(2).replaceFirst("^cannot convert .*\\((.*)\\)$", "$1");
    return parts.group(1) + (rule.startsWith("must ") ? " " : ": ") + rule;
  }

  private Problem unmatched(String word, CommandSpec command) {
    boolean option = word.startsWith("-");
    List<String> candidates =
        option ? options(command) : List.copyOf(command.subcommands().keySet());
    String bare = option && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    Optional<String> meant = Suggestion.closest(bare, candidates);
    String what = option ? "option" : candidates.isEmpty() ? "argument" : "command";
    return new Problem(
        ExitCode.USAGE,
        "%s has no %s \"%s\"".formatted(name(command), what, bare),
        meant.map("Did you mean %s?"::formatted).orElse(allowed(candidates)),
        meant.map(right -> invocation.corrected(bare, right)).orElse(help(command)));
  }

  private static String allowed(List<String> candidates) {
    if (candidates.isEmpty()) {
      return "it takes no more words";
    }
    return candidates.getFirst().startsWith("-")
        ? "its help lists its options; settings have flags too, and doctor lists them"
        : "known are " + String.join(", ", candidates);
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream()
        .flatMap(
            option ->
                option.hidden() ? Stream.of(option.longestName()) : Arrays.stream(option.names()))
        .toList();
  }

  private static boolean lacksCommand(CommandLine.ParameterException wrong, CommandSpec command) {
    return wrong.getArgSpec() == null
        && !command.subcommands().isEmpty()
        && !wrong.getCommandLine().getParseResult().hasSubcommand();
  }

  /// As it stands after the program's name.
  private static String name(CommandSpec command) {
    return command.parent() == null
        ? "devskyy"
        : command.qualifiedName().substring(command.root().name().length() + 1);
  }

  private Problem missing(List<ArgSpec> missing, CommandSpec command) {
    ArgSpec first = missing.getFirst();
    String name = first instanceof OptionSpec option ? option.longestName() : first.paramLabel();
    String next =
        switch (first.paramLabel()) {
          case "ID" -> "devskyy tasks list";
          case "TYPE" -> "devskyy types list";
          default -> help(command);
        };
    return new Problem(
        ExitCode.USAGE,
        "%s is missing".formatted(name),
        String.join(" ", first.description()),
        next);
  }

  private static String help(CommandSpec command) {
    return command.parent() == null
        ? "devskyy --help"
        : "devskyy %s --help".formatted(name(command));
  }

  /// Options every enqueueing command has, beside those of the fields.
  static List<String> optionsBeside(List<String> fields) {
    return Stream.concat(
            fields.stream(),
            Arrays.stream(TaskOptions.class.getDeclaredFields())
                .map(field -> field.getAnnotation(CommandLine.Option.class))
                .flatMap(option -> option == null ? Stream.empty() : Arrays.stream(option.names())))
        .toList();
  }

  /// A throwable's message.
  static String said(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
