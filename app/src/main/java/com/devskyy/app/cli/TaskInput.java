package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Suggestion;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a task's input from what stands on the command line: the whole as JSON, an example, single
/// fields, or fields over one of the others.
final class TaskInput {
  private static final String STDIN = "-";

  private final Invocation invocation;
  private final TypeRegistration type;
  private final InputSchema schema;

  TaskInput(Invocation invocation, TypeRegistration type) {
    this.invocation = invocation;
    this.type = type;
    this.schema = InputSchema.of(type.inputSchema(), codec());
  }

  private Codec codec() {
    return invocation.product().codec();
  }

  /// Puts it together; the client checks it.
  ///
  /// @param given the whole, or where to begin
  /// @param fields the words of the command line that are options of fields, with their values
  Json of(InputOptions given, List<String> fields) {
    Optional<Json> base = given.whole().map(this::read);
    if (given.isExample()) {
      base = Optional.of(example());
    }
    if (fields.isEmpty() && base.isPresent()) {
      return base.get();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    if (base.isPresent() && tree(base.get(), "--input") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    members.putAll(members(fields));
    return codec().encode(members);
  }

  private Json example() {
    return codec()
        .encode(
            schema
                .example()
                .orElseThrow(
                    () ->
                        new Problem(
                            ExitCode.USAGE,
                            "%s has no example".formatted(type.name()),
                            "its author gave none; its fields are %s".formatted(flags()),
                            invocation.command("types show " + type.name()))));
  }

  private Json read(String whole) {
    if (!whole.equals(STDIN) && !whole.startsWith("@")) {
      return Json.of(whole);
    }
    try (InputStream bytes =
        whole.equals(STDIN)
            ? invocation.host().in()
            : Files.newInputStream(invocation.host().folder().resolve(whole.substring(1)))) {
      return Json.ofBytes(bytes.readNBytes(TaskStore.MAX_PAYLOAD + 1));
    } catch (IOException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s cannot be read".formatted(whole.substring(1)),
          "%s; relative paths start at %s".formatted(Problems.said(e), invocation.host().folder()),
          "ls -l " + Arguments.quoted(whole.substring(1)),
          e);
    }
  }

  private Map<String, Object> members(List<String> words) {
    Map<String, Object> members = new LinkedHashMap<>();
    Deque<String> left = new ArrayDeque<>(words);
    while (!left.isEmpty()) {
      String word = left.pop();
      int equals = word.indexOf('=');
      InputSchema.Field field = field(equals < 0 ? word : word.substring(0, equals));
      String text = equals < 0 ? takeValue(field, left) : word.substring(equals + 1);
      members.merge(field.name(), value(field, text), TaskInput::append);
    }
    return members;
  }

  /// The next word, unless it is an option; a switch may do without.
  private String takeValue(InputSchema.Field field, Deque<String> left) {
    boolean follows = !left.isEmpty() && !left.element().startsWith("--");
    if (field.isSwitch()) {
      return follows && left.element().matches("true|false") ? left.pop() : "true";
    }
    if (!follows) {
      throw new Problem(
          ExitCode.USAGE,
          "%s needs a value".formatted(field.flag()),
          "it is %s".formatted(field.rule()),
          invocation.command("types show " + type.name()));
    }
    return left.pop();
  }

  private InputSchema.Field field(String flag) {
    return schema.fields().stream()
        .filter(field -> field.flag().equals(flag))
        .findFirst()
        .orElseThrow(() -> unknown(flag));
  }

  private Problem unknown(String flag) {
    if (!flag.startsWith("-")) {
      return new Problem(
          ExitCode.USAGE,
          "\"%s\" stands alone".formatted(flag),
          "after the type come options, each with its value; those of %s are %s"
              .formatted(type.name(), flags()),
          invocation.command("types show " + type.name()));
    }
    List<String> flags = schema.fields().stream().map(InputSchema.Field::flag).toList();
    Optional<String> meant = Suggestion.closest(flag, Problems.optionsBeside(flags));
    return new Problem(
        ExitCode.USAGE,
        "%s has no field %s".formatted(type.name(), flag),
        meant.map("Did you mean %s?"::formatted).orElse("its fields are " + flags()),
        meant
            .map(right -> invocation.corrected(flag, right))
            .orElse(invocation.command("types show " + type.name())));
  }

  private String flags() {
    return String.join(", ", schema.fields().stream().map(InputSchema.Field::flag).toList());
  }

  /// Text is taken as typed; anything else as JSON where it is, so that the check can say what is
  /// wrong with the value itself.
  private Object value(InputSchema.Field field, String text) {
    if (field.isText()) {
      return text;
    }
    Json json = text.startsWith("@") ? read(text) : Json.of(text);
    try {
      Object tree = tree(json, field.flag());
      return field.kinds().equals(List.of("array")) && !(tree instanceof List)
          ? List.of(tree)
          : tree;
    } catch (InvalidInputException | Problem e) {
      return field.kinds().equals(List.of("array")) ? List.of(text) : text;
    }
  }

  /// An option given twice makes a list longer.
  private static Object append(Object before, Object more) {
    if (before instanceof List<?> list && more instanceof List<?> added) {
      List<Object> both = new ArrayList<>(list);
      both.addAll(added);
      return both;
    }
    return more;
  }

  private Object tree(Json json, String source) {
    try {
      return InputSchema.tree(json, codec());
    } catch (InvalidInputException e) {
      throw new Problem(
          ExitCode.USAGE,
          "%s is not JSON".formatted(source),
          "it must be one JSON value in UTF-8; text stands in double quotes",
          invocation.command("types show " + type.name()),
          e);
    }
  }
}
