package com.devskyy.app.cli;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Selection;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which tasks are meant, beside their status.
final class TaskFilter {
  @Option(names = "--type", paramLabel = "TYPE", description = "Only tasks of this type.")
  private Optional<TypeName> type = Optional.empty();

  @Option(names = "--user", paramLabel = "USER", description = "Only tasks for this user.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--error-type",
      paramLabel = "ERROR",
      description = "Only tasks whose last error is of this type: Timeout, Permanent, Internal …")
  private Optional<ErrorType> errorType = Optional.empty();

  Optional<TypeName> type() {
    return type;
  }

  Optional<String> user() {
    return user;
  }

  Optional<ErrorType> errorType() {
    return errorType;
  }

  /// Whether it leaves anything out.
  boolean isGiven() {
    return type.isPresent() || user.isPresent() || errorType.isPresent();
  }

  /// Tasks of a status that match.
  Selection.Matching of(TaskStatus status) {
    return new Selection.Matching(status, type, user, errorType);
  }

  /// As it was given on the command line, each word with a blank before it.
  String words() {
    return type.map(value -> " --type " + value).orElse("")
        + user.map(value -> " --user " + Arguments.quoted(value)).orElse("")
        + errorType.map(value -> " --error-type " + value.wire()).orElse("");
  }
}
