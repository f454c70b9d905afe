package com.devskyy.app.cli;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.TypeRegistration;
import java.util.List;

/// From the words of a command line to a stored task; what `enqueue` and `run` share.
final class Enqueuer {
  private final Invocation invocation;
  private final TaskOptions options;
  private final List<String> fields;
  private final TypeRegistration type;

  /// @param fields what is left of the command line: options of the input's fields
  /// @throws com.devskyy.engine.UnknownTypeException when nobody knows the type
  Enqueuer(Invocation invocation, TaskOptions options, List<String> fields) {
    this.fields = fields;
    this.invocation = invocation;
    this.options = options;
    this.type = new TypeDescriptions(invocation).get(options.type());
  }

  TypeRegistration type() {
    return type;
  }

  Json input() {
    return new TaskInput(invocation, type).of(options.input(), fields);
  }

  /// Checks without storing.
  ///
  /// @throws InvalidInputException with every violation
  void check(Json input) {
    List<Violation> violations =
        invocation.product().codec().check(input, type.inputSchema(), Codec.UnknownFields.REFUSE);
    if (!violations.isEmpty()) {
      throw new InvalidInputException(type.name(), violations);
    }
  }

  InsertAnswer enqueue(Json input) {
    return invocation
        .product()
        .client()
        .enqueue(
            type.name().value(),
            input,
            options.enqueueOptions(invocation.host().clock().instant()));
  }

  String said(InsertAnswer answer) {
    return switch (answer.kind()) {
      case INSERTED -> "enqueued %s in %s".formatted(answer.id(), type.name());
      case REPEATED -> "%s was enqueued before; nothing changed".formatted(answer.id());
      case DUPLICATE -> "%s holds the unique key; nothing was enqueued".formatted(answer.id());
    };
  }
}
