package com.devskyy.redis.internal;

import com.devskyy.engine.TypeName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Numbers that a store has given to the names of types. They never change while the store lives.
/// Threads share it.
final class Names {
  /// A type's name and number.
  record Numbered(TypeName name, int number) {
    /// The number as the scripts take it.
    byte[] text() {
      return Bytes.of(number);
    }
  }

  private final Function<List<byte[]>, List<byte[]>> script;
  private final Map<TypeName, Numbered> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Numbered> byNumber = new ConcurrentHashMap<>();

  /// @param script gives numbers to new names; answers all names and numbers
  Names(Function<List<byte[]>, List<byte[]>> script) {
    this.script = script;
  }

  Numbered of(TypeName name) {
    Numbered known = byName.get(name);
    if (known == null) {
      learn(List.of(Bytes.of(name.value())));
      known = byName.get(name);
      if (known == null) {
        throw new IllegalStateException("type %s was given no number".formatted(name));
      }
    }
    return known;
  }

  TypeName of(int number) {
    Numbered known = byNumber.get(number);
    if (known == null) {
      learn(List.of());
      known = byNumber.get(number);
      if (known == null) {
        throw new IllegalStateException("no type has number " + number);
      }
    }
    return known.name();
  }

  /// All that have a number now.
  List<Numbered> all() {
    learn(List.of());
    return List.copyOf(byName.values());
  }

  private void learn(List<byte[]> names) {
    List<byte[]> all = script.apply(names);
    for (int i = 0; i < all.size(); i += 2) {
      var name = new TypeName(Bytes.text(all.get(i)));
      var numbered = new Numbered(name, (int) Bytes.number(all.get(i + 1)));
      byName.put(name, numbered);
      byNumber.put(numbered.number(), numbered);
    }
  }
}
