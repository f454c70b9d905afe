package com.devskyy.bench.queue;

import java.nio.file.Path;
import java.util.Optional;

/// Where a queue keeps its tasks.
///
/// @param address of the server; empty for an embedded database
/// @param folder where its files are; on a server it names the part that is its own
record Spot(Backend backend, Optional<String> address, Path folder) {
  /// The part of the server that is this spot's own, the same in all processes.
  String namespace() {
    return "bench_%08x".formatted(folder.toAbsolutePath().toString().hashCode());
  }

  Spot in(Path other) {
    return new Spot(backend, address, other);
  }

  /// The address of a server.
  String url() {
    return address.orElseThrow(() -> new IllegalStateException(backend + " needs an address"));
  }
}
