package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.redis.internal.Outside.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tasks that their producers know by names of their own, and the keys in which those producers
/// speak. What is done here may be repeated. Threads share it.
public final class Aliases implements AutoCloseable {
  /// How long whoever asks what is owed has, before another is told.
  private static final Duration TO_SAY = Duration.ofSeconds(5);

  private final ShardStore store;
  private final Link link;
  private final Outside outside;
  private final Hints hints;

  /// @param link leads to the store's server
  /// @param outside leads to the producers' keys
  Aliases(ShardStore store, Link link, Outside outside, Hints hints) {
    this.store = store;
    this.link = link;
    this.outside = outside;
    this.hints = hints;
  }

  /// Calls a listener, on a thread of the store, when a word comes to be owed or a key changes, and
  /// when either may have been missed. There is one listener.
  ///
  /// @param keys how the names of those keys begin
  public void listen(String keys, Runnable listener) {
    Optional<String> told = outside.isOneServer() ? Optional.of(keys) : Optional.empty();
    hints.ring(new Hints.Bell(store.owedChannel(), told, listener));
  }

  /// Whether the listener hears of keys; in a cluster, and where the server does not let us, they
  /// must be looked at.
  public boolean keysAreTold() {
    return hints.keysAreTold();
  }

  /// Whether a failure has been logged already: a server that falls silent is, once for all calls.
  public static boolean isLogged(StoreException failure) {
    return failure.kind() == StoreException.Kind.UNAVAILABLE
        && !(failure.getCause() instanceof RedisError error && !Troubles.mayPass(error))
        && !Troubles.isDistrusted(failure);
  }

  /// Stores tasks as `TaskStore.insert` does, each with the name its producer has for it.
  public List<InsertAnswer> insert(List<NewTask> tasks, List<String> aliases, Instant now) {
    return store.insert(tasks, aliases, now);
  }

  /// Whether a task of that name was stored within the last day.
  public boolean isKnown(String alias) {
    return store.isKnown(alias);
  }

  /// A task of which its producer is owed a word.
  ///
  /// @param uniqueKey under which it was stored
  /// @param mark tells whether it has changed since
  public record Owed(TaskId task, String alias, Optional<String> uniqueKey, String mark) {}

  /// What is owed, the longest owed first. Nobody else is told for a while.
  ///
  /// @param max most tasks
  public List<Owed> owed(int max, Instant now) {
    Answers said = store.owed(max, TO_SAY, now);
    List<Owed> owed = new ArrayList<>();
    for (int i = 0; i < said.size(); i += 3) {
      Head head = Head.unpack(said.bytes(i + 1), said.bytes(i + 2));
      owed.add(
          new Owed(
              Ids.of(said.bytes(i + 1)),
              head.alias().orElseThrow(),
              head.uniqueKey().map(UniqueKey::value),
              said.text(i)));
    }
    return owed;
  }

  /// It has been said; what has changed again meanwhile stays owed.
  public void strike(List<Owed> said) {
    store.strike(said);
  }

  /// A member of a sorted set; anybody may have written it, so its name need not be a text.
  public record Scored(byte[] name, double score) {
    /// The name as a text, as well as it can be.
    public String text() {
      return Bytes.text(name);
    }
  }

  /// The first members of a sorted set.
  public List<Scored> lowest(String key, int max) {
    Answers said =
        Answers.of(
            outside.call(
                Command.of("ZRANGE", key, Bytes.of(0), Bytes.of(max - 1), Bytes.of("WITHSCORES"))));
    List<Scored> members = new ArrayList<>();
    for (int i = 0; i < said.size(); i += 2) {
      members.add(new Scored(said.bytes(i), score(said.text(i + 1))));
    }
    return members;
  }

  private static double score(String said) {
    return switch (said) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(said);
    };
  }

  /// Which of these keys are there; at one server a single command when none is.
  public List<String> existing(List<String> keys) {
    if (outside.isOneServer() && !isAnyThere(keys)) {
      return List.of();
    }
    List<@Nullable Object> found =
        outside.callAll(keys.stream().map(key -> Command.of("EXISTS", key)).toList());
    List<String> existing = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i) instanceof Long number && number > 0) {
        existing.add(keys.get(i));
      }
    }
    return existing;
  }

  private boolean isAnyThere(List<String> keys) {
    var command = new ArrayList<>(List.of("EXISTS"));
    command.addAll(keys);
    return !keys.isEmpty()
        && link.call(command.toArray(String[]::new)) instanceof Long number
        && number > 0;
  }

  /// The values of keys, null where there is none, or one that is no text.
  public List<byte @Nullable []> values(List<String> keys) {
    List<byte @Nullable []> values = new ArrayList<>();
    for (@Nullable Object each :
        outside.callAll(keys.stream().map(key -> Command.of("MGET", key)).toList())) {
      values.add(
          each instanceof List<?> one && one.getFirst() instanceof byte[] bytes ? bytes : null);
    }
    return values;
  }

  /// A key, what it is to hold, and for how long.
  public record Entry(String key, Json value, Duration kept) {}

  /// Writes an entry if its key still holds what was read there, or nothing if that was read.
  ///
  /// @return whether it was written
  public boolean replace(Entry entry, Optional<byte[]> before) {
    Object written =
        outside.call(
            Script.REPLACE,
            entry.key(),
            List.of(
                before.map(Script::sha1).map(Bytes::of).orElse(Bytes.EMPTY),
                entry.value().bytes(),
                Bytes.of(entry.kept().toSeconds())));
    return written instanceof Long one && one == 1;
  }

  /// Something to publish.
  public record Word(String channel, Json text) {}

  /// Writes entries, then publishes. Like all that running work leaves behind, they are written
  /// though the server has no memory for new work.
  public void write(List<Entry> entries, List<Word> words) {
    try {
      outside.callAll(
          entries.stream()
              .map(
                  entry ->
                      Command.of(
                          "SETEX",
                          entry.key(),
                          Bytes.of(entry.kept().toSeconds()),
                          entry.value().bytes()))
              .toList());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      entries.forEach(
          entry ->
              outside.call(
                  Script.WRITE,
                  entry.key(),
                  List.of(entry.value().bytes(), Bytes.of(entry.kept().toSeconds()))));
    }
    // A cluster's nodes tell each other what is published.
    link.callAll(
        words.stream()
            .map(
                word -> List.of(Bytes.of("PUBLISH"), Bytes.of(word.channel()), word.text().bytes()))
            .toList());
  }

  /// A member of a sorted set with its score, and the key beside it as it was read.
  public record Member(String set, byte[] name, double score, String key, Optional<byte[]> value) {}

  /// Takes members out of their sets, each only while the key beside it is what it was, or gone.
  ///
  /// In a cluster the two are on different servers, and no script can look at both. There the value
  /// is read again once its member is out; if it has changed, the member is put back. Who dies
  /// between these two loses what was written in that moment.
  ///
  /// @return how many were taken out
  public int leave(List<Member> members) {
    int left = 0;
    for (Member member : members) {
      left += (outside.isOneServer() ? leaveAtOnce(member) : leaveInSteps(member)) ? 1 : 0;
    }
    return left;
  }

  private boolean leaveAtOnce(Member member) {
    List<byte[]> arguments =
        List.of(
            Bytes.of(2),
            Bytes.of(member.set()),
            Bytes.of(member.key()),
            member.name(),
            member.value().map(Script::sha1).map(Bytes::of).orElse(Bytes.EMPTY));
    return link.call(Script.LEAVE, arguments) instanceof Long one && one == 1;
  }

  private boolean leaveInSteps(Member member) {
    if (!isAsRead(member)) {
      return false;
    }
    Object out = outside.call(Command.of("ZREM", member.set(), member.name()));
    if (isAsRead(member)) {
      return out instanceof Long one && one == 1;
    }
    // Also where it was out already: that may have been a first try, whose answer was lost. Not
    // over another priority that the producer has given it since.
    outside.call(
        Command.of(
            "ZADD",
            member.set(),
            Bytes.of("NX"),
            Bytes.of(Double.toString(member.score())),
            member.name()));
    return false;
  }

  private boolean isAsRead(Member member) {
    byte[] now = values(List.of(member.key())).getFirst();
    return now == null || Arrays.equals(now, member.value().orElse(Bytes.EMPTY));
  }

  @Override
  public void close() {
    outside.close();
  }
}
