package com.devskyy.engine;

import java.util.List;
import java.util.Optional;

/// Durable JSON by kind and key, for what outlives tasks: models, deliveries, reports. Each call is
/// atomic. Thread-safe.
public interface Records {
  /// Most entries of a page.
  int MAX_PAGE = 1_000;

  /// An entry of a page.
  record Entry(String key, Json value) {}

  /// Stores unless the key is taken.
  ///
  /// @param kind 1 to 100 characters
  /// @param key 1 to 500 characters
  /// @return whether it was stored
  boolean putIfAbsent(String kind, String key, Json value);

  /// Replaces a value that is still as expected, byte for byte.
  ///
  /// @return whether it was replaced
  boolean compareAndSet(String kind, String key, Json expected, Json update);

  /// Reads.
  Optional<Json> get(String kind, String key);

  /// Entries of a kind whose keys begin with a prefix, in order of key, after a key.
  ///
  /// @param limit 1 to [#MAX_PAGE]
  List<Entry> page(String kind, String prefix, Optional<String> after, int limit);
}
