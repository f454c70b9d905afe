package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Records in memory: the reference, and for users' own tests. Thread-safe.
public final class MemoryRecords implements Records {
  private final Map<String, ConcurrentSkipListMap<String, Json>> kinds = new ConcurrentHashMap<>();

  @Override
  public boolean putIfAbsent(String kind, String key, Json value) {
    return of(kind).putIfAbsent(key, value) == null;
  }

  @Override
  public boolean compareAndSet(String kind, String key, Json expected, Json update) {
    return of(kind).replace(key, expected, update);
  }

  @Override
  public Optional<Json> get(String kind, String key) {
    return Optional.ofNullable(of(kind).get(key));
  }

  @Override
  public List<Entry> page(String kind, String prefix, Optional<String> after, int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(MAX_PAGE, limit));
    }
    var entries = new TreeMap<>(of(kind)).tailMap(prefix, true);
    var rest = after.isPresent() ? entries.tailMap(after.get(), false) : entries;
    return rest.entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .limit(limit)
        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  private ConcurrentSkipListMap<String, Json> of(String kind) {
    return kinds.computeIfAbsent(kind, _ -> new ConcurrentSkipListMap<>());
  }
}
