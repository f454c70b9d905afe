package com.devskyy.app.cli;

import com.devskyy.app.settings.Setting;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.UnknownTypeException;
import com.devskyy.engine.store.TypeRegistration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is known of task types: by this build, and by workers that registered theirs.
final class TypeDescriptions {
  private final Map<String, TypeRegistration> known = new TreeMap<>();
  private final Invocation invocation;

  TypeDescriptions(Invocation invocation) {
    this.invocation = invocation;
    if (invocation.product().queue().exists()) {
      invocation.store().registry().types().forEach(type -> known.put(type.name().value(), type));
    }
    invocation.product().types().forEach(type -> known.put(type.name().value(), describe(type)));
  }

  /// All, by name.
  Stream<TypeRegistration> all() {
    return known.values().stream();
  }

  /// A type with the code that does it.
  ///
  /// @throws UnknownTypeException when this build has none
  ServedType<?, ?> served(String name) {
    List<ServedType<?, ?>> served = invocation.product().served();
    return served.stream()
        .filter(one -> one.type().name().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownTypeException(
                    name, served.stream().map(one -> one.type().name().value()).toList()));
  }

  /// One type.
  ///
  /// @throws UnknownTypeException when nobody knows it
  TypeRegistration get(String name) {
    TypeRegistration found = known.get(name);
    if (found == null) {
      throw new UnknownTypeException(name, known.keySet());
    }
    return found;
  }

  private TypeRegistration describe(TaskType<?, ?> type) {
    return TypeRegistration.of(
        type,
        invocation.product().codec(),
        invocation.product().settings().get(Setting.TASK_TIMEOUT));
  }
}
