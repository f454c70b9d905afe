package com.devskyy.redis.internal;

import com.devskyy.engine.Pauses;
import com.devskyy.engine.store.StoreException;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The servers that have keys outside of the store: the store's own or, in a cluster, whichever
/// node has the slot of a key. Threads share it.
final class Outside implements AutoCloseable {
  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(10), Duration.ofSeconds(1));

  private final RedisSettings settings;
  private final Link own;
  private final Troubles troubles;
  private final boolean isCluster;

  /// Of a cluster: by the first slot of a range that one node has. Guarded by this.
  private final TreeMap<Integer, Link> nodes = new TreeMap<>();

  /// @param own leads to the store's server
  Outside(RedisSettings settings, Link own) {
    this.settings = settings;
    this.own = own;
    troubles = new Troubles(settings.address());
    isCluster = settings.address().kind() == RedisAddress.Kind.CLUSTER;
  }

  /// Whether all keys are on one server, so that a script may use several of them.
  boolean isOneServer() {
    return !isCluster;
  }

  /// A command, or a script, that may be repeated.
  ///
  /// @param key the only one it uses
  record Command(String key, List<byte[]> words) {
    static Command of(String name, String key, byte[]... more) {
      var words = new ArrayList<byte[]>();
      words.add(Bytes.of(name));
      words.add(Bytes.of(key));
      words.addAll(List.of(more));
      return new Command(key, words);
    }
  }

  /// Calls a command.
  @Nullable Object call(Command command) {
    return callAll(List.of(command)).getFirst();
  }

  /// Calls commands, those of one server in one round trip.
  ///
  /// @return their answers, in their order
  List<@Nullable Object> callAll(List<Command> commands) {
    return asked(() -> divided(commands));
  }

  private List<@Nullable Object> divided(List<Command> commands) {
    Map<Link, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < commands.size(); i++) {
      places.computeIfAbsent(linkTo(commands.get(i).key()), _ -> new ArrayList<>()).add(i);
    }
    var answers = new @Nullable Object[commands.size()];
    places.forEach(
        (link, of) -> {
          List<@Nullable Object> some =
              link.callAll(of.stream().map(i -> commands.get(i).words()).toList());
          for (int i = 0; i < some.size(); i++) {
            answers[of.get(i)] = some.get(i);
          }
        });
    return Arrays.asList(answers);
  }

  /// Calls a script of one key.
  @Nullable Object call(Script script, String key, List<byte[]> arguments) {
    var all = new ArrayList<byte[]>();
    all.add(Bytes.of(1));
    all.add(Bytes.of(key));
    all.addAll(arguments);
    return asked(() -> linkTo(key).call(script, all));
  }

  /// A node may have given slots to another: then who has which is looked up again, until all of
  /// them agree on it.
  private <T extends @Nullable Object> T asked(Supplier<T> request) {
    long until = System.nanoTime() + settings.patience().toNanos();
    boolean interrupted = false;
    Duration pause = Duration.ZERO;
    try {
      while (true) {
        try {
          return request.get();
        } catch (StoreException e) {
          forget();
          throw e;
        } catch (RedisError e) {
          forget();
          if (!e.code().equals(RedisError.MOVED)) {
            throw e;
          }
          pause = PAUSES.after(pause);
          if (System.nanoTime() + pause.toNanos() > until) {
            throw troubles.of(e);
          }
          LockSupport.parkNanos(pause.toNanos());
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized Link linkTo(String key) {
    if (!isCluster) {
      return own;
    }
    if (nodes.isEmpty()) {
      look();
    }
    return nodes.floorEntry(Slots.ofKey(key)).getValue();
  }

  private void look() {
    if (own.call("CLUSTER", "SLOTS") instanceof List<?> ranges) {
      for (Object each : ranges) {
        if (each instanceof List<?> range
            && range.get(0) instanceof Long first
            && range.get(1) instanceof Long last) {
          nodes.put(
              first.intValue(), own.to(new Silences.Range(first.intValue(), last.intValue())));
        }
      }
    }
    // Of slots that nobody has, the node before will say so.
    nodes.putIfAbsent(0, own);
  }

  private synchronized void forget() {
    nodes.values().stream().filter(link -> link != own).forEach(Link::close);
    nodes.clear();
  }

  @Override
  public void close() {
    forget();
  }
}
