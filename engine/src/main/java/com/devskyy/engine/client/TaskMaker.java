package com.devskyy.engine.client;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Turns a checked request into a task to be stored. Thread-safe.
public final class TaskMaker {
  private static final String USER_FIELD = "user_id";

  private final Codec codec;
  private final Tiers tiers;

  /// @param tiers what a producer may name
  public TaskMaker(Codec codec, Tiers tiers) {
    this.codec = codec;
    this.tiers = tiers;
  }

  /// A task from a typed input.
  ///
  /// @throws InvalidInputException with every violation
  public <I> NewTask make(
      TaskId id,
      TaskType<I, ?> type,
      I input,
      EnqueueOptions options,
      Optional<TaskId> parent,
      Instant now) {
    return make(id, type, codec.encode(input), options, parent, now);
  }

  /// A task of a type this build knows, from JSON. Unknown fields are refused.
  ///
  /// @throws InvalidInputException with every violation
  public <I> NewTask make(
      TaskId id,
      TaskType<I, ?> type,
      Json input,
      EnqueueOptions options,
      Optional<TaskId> parent,
      Instant now) {
    checkSize(type.name(), input);
    I value;
    try {
      value = codec.decode(input, type.input(), Codec.UnknownFields.REFUSE).value();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(type.name(), e.violations());
    }
    var key =
        options
            .uniqueKey()
            .or(
                () ->
                    type.uniqueness()
                        .map(rule -> new UniqueKey(rule.key().apply(value), rule.period())));
    return build(id, type.name(), input, options, key, parent, now);
  }

  /// A task of a type that only a worker's registration describes.
  ///
  /// @throws InvalidInputException with every violation
  public NewTask make(
      TaskId id, TypeName type, Json schema, Json input, EnqueueOptions options, Instant now) {
    checkSize(type, input);
    List<Violation> violations = codec.check(input, schema, Codec.UnknownFields.REFUSE);
    if (!violations.isEmpty()) {
      throw new InvalidInputException(type, violations);
    }
    return build(id, type, input, options, options.uniqueKey(), Optional.empty(), now);
  }

  private static void checkSize(TypeName type, Json input) {
    if (input.length() > TaskStore.MAX_PAYLOAD) {
      throw new InvalidInputException(
          type,
          List.of(
              new Violation(
                  "",
                  "must be at most %,d bytes; keep larger things as artifacts"
                      .formatted(TaskStore.MAX_PAYLOAD),
                  "%,d bytes".formatted(input.length()))));
    }
  }

  private NewTask build(
      TaskId id,
      TypeName type,
      Json input,
      EnqueueOptions options,
      Optional<UniqueKey> key,
      Optional<TaskId> parent,
      Instant now) {
    // A task whose input names its user takes that user's turn, whoever enqueued it.
    Optional<String> user = options.userId().or(() -> textMember(input, USER_FIELD));
    return new NewTask(
        id,
        type,
        input,
        options.priority(),
        user,
        options.tier(),
        tiers.weight(options.tier()),
        options.dueAt().or(() -> options.delay().map(now::plus)),
        options.deadline(),
        options.runLimit(),
        key,
        parent);
  }

  private Optional<String> textMember(Json input, String name) {
    return codec
        .member(input, name)
        .map(Json::text)
        .filter(text -> text.length() > 2 && text.startsWith("\""))
        .map(text -> codec.decode(Json.of(text), String.class, Codec.UnknownFields.IGNORE).value());
  }
}
