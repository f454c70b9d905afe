package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.redis.internal.Aliases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the tasks of the existing producers over into the store: inserts them under a key made of
/// id and value, then removes them from their queue if the value is still the one that was read. A
/// process may end at any point between the two; the next one comes upon the same member, and the
/// key says that its task is there. Used by one thread.
final class Takeover {
  /// How long a member may stand in a queue before its value is written, or written anew under an
  /// id that was used before.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final int LONGEST_ALIAS = 200;

  /// Values of a few megabytes each must fit into memory.
  static final int CHUNK = 200;

  /// Among so many members the order of their creation holds.
  private static final int MOST = 2_000;

  private static final String USER = "user_id";

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);

  private final Aliases redis;
  private final TaskStore store;
  private final TaskId.Generator ids;
  private final Codec codec;
  private final Notices notices;

  /// Of each queue, the members that wait for their value and when they were first seen.
  private final Map<String, Map<String, Instant>> waiting = new HashMap<>();

  /// Queues in which some members have stayed.
  private final Set<String> unfinished = new HashSet<>();

  Takeover(Aliases redis, TaskStore store, TaskId.Generator ids, Codec codec, Notices notices) {
    this.redis = redis;
    this.store = store;
    this.ids = ids;
    this.codec = codec;
    this.notices = notices;
  }

  /// A member of a queue with what was written for it.
  private record Member(String queue, Aliases.Scored scored, Optional<byte[]> value) {
    String alias() {
      return scored.text();
    }

    Aliases.Member asRead() {
      return new Aliases.Member(
          queue, scored.name(), scored.score(), Keys.task(scored.text()), value);
    }
  }

  /// A member that is to become a task.
  private record Candidate(Member member, LegacyValue read) {
    Instant createdAt() {
      return read.createdAt().orElse(Instant.EPOCH);
    }
  }

  /// Takes over what waits in a queue.
  ///
  /// @param known types that somebody can run
  /// @return how many members left the queue
  int takeOver(String queue, Set<TypeName> known) {
    List<Aliases.Scored> found = redis.lowest(queue, MOST);
    if (found.size() > CHUNK) {
      found = inOrder(queue, found);
    }
    Map<String, Instant> before = waiting.getOrDefault(queue, Map.of());
    Map<String, Instant> still = new HashMap<>();
    waiting.put(queue, still);
    int left = 0;
    for (int from = 0; from < found.size(); from += CHUNK) {
      List<Aliases.Scored> chunk = found.subList(from, Math.min(found.size(), from + CHUNK));
      left += takeOver(read(queue, chunk), known, new Patience(before, still));
    }
    if (left < found.size()) {
      unfinished.add(queue);
    } else {
      unfinished.remove(queue);
    }
    return left;
  }

  /// Forgets what was seen in other queues than these.
  void forgetAllBut(List<String> queues) {
    waiting.keySet().retainAll(queues);
    unfinished.retainAll(queues);
  }

  /// Whether some members have stayed in their queue: they wait for their value, or it was written
  /// anew just then.
  boolean isUnfinished() {
    return !unfinished.isEmpty();
  }

  private List<Member> read(String queue, List<Aliases.Scored> found) {
    List<byte @Nullable []> values =
        redis.values(found.stream().map(each -> Keys.task(each.text())).toList());
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      members.add(new Member(queue, found.get(i), Optional.ofNullable(values.get(i))));
    }
    return members;
  }

  /// More than can be held at once are read twice, and only when they were created is kept.
  private List<Aliases.Scored> inOrder(String queue, List<Aliases.Scored> found) {
    record Created(Aliases.Scored scored, Instant at) {}
    List<Created> all = new ArrayList<>();
    for (int from = 0; from < found.size(); from += CHUNK) {
      List<Aliases.Scored> chunk = found.subList(from, Math.min(found.size(), from + CHUNK));
      read(queue, chunk).forEach(each -> all.add(new Created(each.scored(), createdAt(each))));
    }
    all.sort(Comparator.comparing(Created::at).thenComparing(each -> each.scored().text()));
    return all.stream().map(Created::scored).toList();
  }

  private Instant createdAt(Member member) {
    try {
      return member
          .value()
          .flatMap(value -> LegacyValue.read(Json.ofBytes(value), codec).createdAt())
          .orElse(Instant.EPOCH);
    } catch (IllegalArgumentException _) {
      // It is refused when its turn comes.
      return Instant.EPOCH;
    }
  }

  /// How long members have waited for their value.
  ///
  /// @param before when those of the round before were first seen
  /// @param still filled with those of this round
  private record Patience(Map<String, Instant> before, Map<String, Instant> still) {
    boolean isOver(Member member, Instant now) {
      Instant since = before.getOrDefault(member.alias(), now);
      if (now.isBefore(since.plus(PATIENCE))) {
        still.put(member.alias(), since);
        return false;
      }
      return true;
    }
  }

  private int takeOver(List<Member> members, Set<TypeName> known, Patience patience) {
    Instant now = store.clock().instant();
    int left = 0;
    List<Candidate> candidates = new ArrayList<>();
    for (Member member : members) {
      if (member.value().isEmpty()) {
        left += patience.isOver(member, now) ? withoutValue(member, now) : 0;
        continue;
      }
      Optional<TaskError> refusal = Optional.empty();
      try {
        LegacyValue read = LegacyValue.read(Json.ofBytes(member.value().get()), codec);
        if (read.restated()) {
          left += patience.isOver(member, now) ? withKnownValue(member) : 0;
          continue;
        }
        refusal = refusal(member, read, known);
        if (refusal.isEmpty()) {
          candidates.add(new Candidate(member, read));
        }
      } catch (IllegalArgumentException e) {
        refusal =
            Optional.of(new TaskError(ErrorType.INVALID_INPUT, String.valueOf(e.getMessage())));
      }
      if (refusal.isPresent()) {
        left += refuse(member, refusal.get(), now);
      }
    }
    candidates.sort(
        Comparator.comparing(Candidate::createdAt).thenComparing(each -> each.member().alias()));
    for (int from = 0; from < candidates.size(); ) {
      int to = endOfBatch(candidates, from);
      left += takeOver(candidates.subList(from, to), now);
      from = to;
    }
    return left;
  }

  private static int endOfBatch(List<Candidate> candidates, int from) {
    long bytes = 0;
    int to = from;
    while (to < candidates.size() && to - from < TaskStore.MAX_BATCH) {
      bytes += candidates.get(to).read().data().length();
      if (to > from && bytes > TaskStore.MAX_PAYLOAD) {
        break;
      }
      to++;
    }
    return to;
  }

  private static Optional<TaskError> refusal(Member member, LegacyValue read, Set<TypeName> known) {
    if (member.alias().getBytes(UTF_8).length > LONGEST_ALIAS) {
      return Optional.of(
          new TaskError(
              ErrorType.INVALID_INPUT,
              "task_id must be at most %d bytes, was %d"
                  .formatted(LONGEST_ALIAS, member.alias().length())));
    }
    if (read.data().length() > TaskStore.MAX_PAYLOAD) {
      return Optional.of(
          new TaskError(
              ErrorType.INVALID_INPUT,
              "data must be at most %,d bytes, was %,d"
                  .formatted(TaskStore.MAX_PAYLOAD, read.data().length())));
    }
    return known.contains(read.type())
        ? Optional.empty()
        : Optional.of(
            new TaskError(
                ErrorType.UNKNOWN_TYPE,
                "Unknown task type: %s; known are %s"
                    .formatted(
                        read.type(),
                        String.join(", ", known.stream().map(TypeName::value).sorted().toList()))));
  }

  private int takeOver(List<Candidate> batch, Instant now) {
    List<NewTask> tasks = new ArrayList<>();
    List<String> aliases = new ArrayList<>();
    for (Candidate each : batch) {
      tasks.add(task(each));
      aliases.add(each.member().alias());
    }
    List<InsertAnswer> answers = redis.insert(tasks, aliases, now);
    for (int i = 0; i < batch.size(); i++) {
      if (answers.get(i).kind() == InsertAnswer.Kind.INSERTED) {
        log.atDebug()
            .setMessage("task taken over")
            .addKeyValue("task_id", answers.get(i).id())
            .addKeyValue("legacy_id", aliases.get(i))
            .addKeyValue("type", tasks.get(i).type())
            .log();
      } else {
        sayKnown(aliases.get(i));
      }
    }
    return redis.leave(batch.stream().map(each -> each.member().asRead()).toList());
  }

  private static void sayKnown(String alias) {
    log.atInfo()
        .setMessage("task was taken over before and does not run again")
        .addKeyValue("legacy_id", alias)
        .log();
  }

  private NewTask task(Candidate candidate) {
    LegacyValue read = candidate.read();
    Member member = candidate.member();
    NewTask plain = NewTask.of(ids.next(), read.type(), read.data());
    return new NewTask(
        plain.id(),
        plain.type(),
        plain.input(),
        read.priority().orElseGet(() -> new Priority((int) member.scored().score())),
        user(read.data()),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        read.timeout(),
        Optional.of(UniqueKey.untilPeriod(read.key(member.alias()), REMEMBERED)),
        Optional.empty());
  }

  private Optional<String> user(Json data) {
    return codec
        .member(data, USER)
        .map(Json::text)
        .filter(text -> text.length() > 2 && text.length() <= 202 && text.startsWith("\""))
        .map(text -> codec.decode(Json.of(text), String.class, Codec.UnknownFields.IGNORE).value())
        .filter(user -> user.indexOf('\0') < 0);
  }

  /// An operator may type ZADD before SET; this one has had its time.
  ///
  /// @return how many left their queue
  private int withoutValue(Member member, Instant now) {
    if (redis.isKnown(member.alias())) {
      // Taken over; what was left of it has expired since.
      return redis.leave(List.of(member.asRead()));
    }
    return refuse(
        member,
        new TaskError(
            ErrorType.EXPIRED,
            "%s expired before a worker saw it, or is no text: it lives no longer than the task's timeout"
                .formatted(Keys.task(member.alias()))),
        now);
  }

  /// Taken over by one who died before it left, or put there again: its task has its word. It has
  /// had its time too, as ZADD may come before SET also with an id that was used before.
  private int withKnownValue(Member member) {
    sayKnown(member.alias());
    return redis.leave(List.of(member.asRead()));
  }

  /// Told before it leaves its queue: a process that ends in between tells it again.
  private int refuse(Member member, TaskError error, Instant now) {
    String alias = member.alias();
    log.atWarn()
        .setMessage("task of an existing producer refused")
        .addKeyValue("legacy_id", alias)
        .addKeyValue("queue", member.queue())
        .addKeyValue("error_type", error.type().wire())
        .addKeyValue("error", error.message())
        .log();
    String raw = member.value().map(value -> new String(value, UTF_8)).orElse("");
    Json result = notices.refused(alias, error, now);
    redis.write(
        List.of(
            new Aliases.Entry(
                Keys.deadLetter(alias),
                notices.refusal(alias, raw, error, now),
                Replier.DEAD_LETTER),
            new Aliases.Entry(Keys.result(alias), result, Replier.RESULT),
            new Aliases.Entry(Keys.taskResult(alias), result, Replier.RESULT)),
        List.of(new Aliases.Word(Keys.CHANNEL, notices.toldRefused(alias))));
    return redis.leave(List.of(member.asRead()));
  }
}
