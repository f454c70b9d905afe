package com.devskyy.redis.internal;

import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisAddress.Host;
import com.devskyy.redis.RedisSettings;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the server that keeps a shard: asked anew for every connection, because a failover or a
/// move of slots changes the answer. Threads share it.
final class Locator {
  private final RedisSettings settings;
  private final int slot;

  /// Nodes of the cluster that others have told of: those of the address may be gone by now.
  private final AtomicReference<List<Host>> told;

  /// @param slot of a cluster
  Locator(RedisSettings settings, int slot) {
    this(settings, slot, new AtomicReference<>(List.of()));
  }

  private Locator(RedisSettings settings, int slot, AtomicReference<List<Host>> told) {
    this.settings = settings;
    this.slot = slot;
    this.told = told;
  }

  /// One for another slot, which knows the same nodes.
  Locator to(int otherSlot) {
    return new Locator(settings, otherSlot, told);
  }

  /// Connects to the server and says who we are.
  Wire connect() throws IOException {
    return switch (settings.address().kind()) {
      case SERVER -> firstThatAnswers(Optional::of);
      case SENTINEL -> firstThatAnswers(this::askSentinel);
      case CLUSTER -> firstThatAnswers(this::askNode);
    };
  }

  private interface Guide {
    Optional<Host> serverKnownTo(Host host) throws IOException;
  }

  private Wire firstThatAnswers(Guide guide) throws IOException {
    IOException last = new IOException("no address was given");
    List<Host> hosts =
        Stream.concat(settings.address().hosts().stream(), told.get().stream()).distinct().toList();
    for (Host host : hosts) {
      try {
        Optional<Host> server = guide.serverKnownTo(host);
        if (server.isPresent()) {
          return login(server.get());
        }
        last = new IOException("%s knows no server for this".formatted(host));
      } catch (IOException e) {
        last = new IOException("%s: %s".formatted(host, e.getMessage()), e);
      }
    }
    throw last;
  }

  private Wire login(Host host) throws IOException {
    RedisAddress address = settings.address();
    Wire wire = Wire.connect(host, address.tls(), settings.timeout());
    try {
      if (address.password().isPresent()) {
        String password = address.password().get();
        if (address.user().isPresent()) {
          wire.call("AUTH", address.user().get(), password);
        } else {
          wire.call("AUTH", password);
        }
      }
      if (address.database() != 0) {
        wire.call("SELECT", Integer.toString(address.database()));
      }
      return wire;
    } catch (IOException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  private Optional<Host> askSentinel(Host sentinel) throws IOException {
    RedisAddress address = settings.address();
    try (Wire wire = Wire.connect(sentinel, address.tls(), settings.timeout())) {
      return host(wire.call("SENTINEL", "get-master-addr-by-name", address.master()), 0, 1);
    }
  }

  /// Which node has our slot: ranges, each with its first and last slot, its master, and then the
  /// master's replicas.
  private Optional<Host> askNode(Host node) throws IOException {
    Optional<Host> ours = Optional.empty();
    var all = new LinkedHashSet<Host>();
    try (Wire wire = login(node)) {
      if (wire.call("CLUSTER", "SLOTS") instanceof List<?> ranges) {
        for (Object each : ranges) {
          if (each instanceof List<?> range
              && range.get(0) instanceof Long first
              && range.get(1) instanceof Long last) {
            if (first <= slot && slot <= last) {
              ours = told(range.get(2), node);
            }
            range.stream().skip(2).flatMap(it -> told(it, node).stream()).forEach(all::add);
          }
        }
      }
    }
    if (!all.isEmpty()) {
      told.set(List.copyOf(all));
    }
    return ours;
  }

  /// @param by who does not say its own name
  private static Optional<Host> told(@Nullable Object answer, Host by) {
    return host(answer, 0, 1).map(it -> it.name().isEmpty() ? new Host(by.name(), it.port()) : it);
  }

  private static Optional<Host> host(@Nullable Object answer, int nameAt, int portAt) {
    if (answer instanceof List<?> parts && parts.get(nameAt) instanceof byte[] name) {
      Object port = parts.get(portAt);
      if (port instanceof Long number) {
        return Optional.of(new Host(Bytes.text(name), number.intValue()));
      }
      if (port instanceof byte[] text) {
        return Optional.of(new Host(Bytes.text(name), (int) Bytes.number(text)));
      }
    }
    return Optional.empty();
  }
}
