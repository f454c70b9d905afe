package com.devskyy.app.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Where a command takes a task's input from, beside single fields.
final class InputOptions {
  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "Whole input: JSON, @file, or - for standard input.")
  private Optional<String> input = Optional.empty();

  @Option(names = "--example", description = "Begin with the type's example input.")
  private boolean example;

  /// The whole input, if it was given.
  Optional<String> whole() {
    return input;
  }

  boolean isExample() {
    return example;
  }
}
