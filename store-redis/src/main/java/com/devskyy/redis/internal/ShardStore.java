package com.devskyy.redis.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import com.devskyy.redis.RedisSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store on one server, or one shard of a store on several. Threads share it.
final class ShardStore implements TaskStore {
  /// Of what this program writes.
  private static final int FORMAT = 1;

  private static final Logger log = LoggerFactory.getLogger(ShardStore.class);

  private final RedisSettings settings;
  private final byte[] prefix;
  private final Troubles troubles;
  private final Tokens tokens;
  private final byte[] origin;
  private final Link link;
  private final InstantSource clock;
  private final Hints hints;
  private final Emptied emptied;

  private volatile Session session;

  /// Opens a shard, and makes it when it is not there.
  ///
  /// @param clock the store's, for tests; the server's own when empty
  /// @param emptied is told when the shard is gone; shared by all of the store
  /// @param silences shared by all of the store
  /// @throws StoreException when the server does not answer, or keeps a newer format
  ShardStore(
      RedisSettings settings,
      int shard,
      Optional<InstantSource> clock,
      Tokens tokens,
      Emptied emptied,
      Silences silences) {
    this.settings = settings;
    this.tokens = tokens;
    this.emptied = emptied;
    prefix = Bytes.of("%s:{%d}:".formatted(settings.namespace(), shard));
    troubles = new Troubles(settings.address());
    origin = tokens.next();
    link = new Link(settings, Integer.toString(shard), silences);
    try {
      session = open();
      this.clock = clock.orElseGet(() -> new RedisClock(link));
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
    hints =
        new Hints(
            link,
            Bytes.of(Bytes.text(prefix) + "hints"),
            origin,
            number -> session.names().of(number));
  }

  private Session open() {
    Answers said =
        Answers.of(
            link.call(Script.OPEN, List.of(Bytes.of(1), prefix, tokens.next(), Bytes.of(FORMAT))));
    int format = (int) said.number(0);
    if (format > FORMAT) {
      throw troubles.newerFormat(format, FORMAT);
    }
    return new Session(link, prefix, said.bytes(1), origin);
  }

  /// Carries out a verb on the store as it was opened; when it is gone, on the one that is there
  /// now.
  private <T> T with(Function<Session, T> verb) {
    try {
      return verb.apply(session);
    } catch (RedisError e) {
      if (!e.code().equals("STOREGONE")) {
        throw e;
      }
    }
    emptied.lookAtAll();
    try {
      return verb.apply(session);
    } catch (RedisError e) {
      throw e.code().equals("STOREGONE") ? troubles.keepsVanishing() : e;
    }
  }

  /// Turns to the store that is there now; makes it when there is none. Called by [Emptied] alone.
  ///
  /// @return whether it is another one than before
  /// @throws StoreException when the server does not answer
  boolean openAgain() {
    Session found = open();
    if (found.isOf(session)) {
      return false;
    }
    session = found;
    hints.everything();
    return true;
  }

  private static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public StoreSettings settings() {
    return settings.store();
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    return insert(tasks, List.of(), now);
  }

  /// As above, of tasks that their producer knows by names of his own.
  List<InsertAnswer> insert(List<NewTask> tasks, List<String> aliases, Instant now) {
    TaskStore.checkBatch(tasks);
    if (tasks.isEmpty()) {
      return List.of();
    }
    long limit = settings.store().deadLetterBytes();
    return with(
        it -> {
          try {
            Answers said =
                Answers.of(
                    it.call(
                        Script.INSERT,
                        now,
                        Inserting.arguments(
                            it.names(), tasks, aliases, limit, now.toEpochMilli())));
            hints.tell(said.bytes(2));
            return Inserting.answers(tasks, said);
          } catch (RedisError e) {
            throw e.code().equals("STOREFULL") ? full(e) : e;
          }
        });
  }

  private StoreException full(RedisError said) {
    return new StoreException(
        StoreException.Kind.FULL,
        "failed tasks hold %,d bytes of input, the limit is %,d; nothing was stored"
            .formatted(
                Long.parseLong(said.text().substring("STOREFULL ".length()).strip()),
                settings.store().deadLetterBytes()),
        "Replay or purge failed tasks, or raise the limit of dead letters.");
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    byte[] token = tokens.next();
    Instant until = cut(request.now()).plus(settings.store().lease());
    return with(
        it -> {
          Answers said =
              Answers.of(
                  it.call(
                      Script.CLAIM,
                      request.now(),
                      Claiming.arguments(it.names(), request, token, settings.store().lease())));
          hints.tell(said.bytes(5));
          return Claiming.claimed(it, until, said);
        });
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    TaskStore.checkBatch(writes);
    return with(
        it -> {
          Answers said =
              Answers.of(
                  it.call(Script.APPLY, now, Applying.arguments(it.names(), writes, cut(now))));
          hints.tell(said.bytes(1));
          return Applying.answers(said.bytes(0));
        });
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    TaskStore.checkBatch(leases);
    List<byte[]> arguments = Applying.extensions(leases, settings.store().lease());
    return with(
        it ->
            it.call(Script.EXTEND, now, arguments) instanceof byte[] said
                ? Applying.extended(leases, cut(now).plus(settings.store().lease()), said)
                : List.of());
  }

  @Override
  public Advanced advance(Instant now, int max) {
    return with(
        it -> {
          Answers said =
              Answers.of(it.call(Script.ADVANCE, now, Advancing.arguments(settings.store(), max)));
          hints.tell(said.bytes(6));
          return Advancing.advanced(said);
        });
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    List<byte[]> descriptions = worker.types().stream().map(Workers::pack).toList();
    boolean isGone = worker.state() == WorkerRecord.State.GONE;
    with(
        it -> {
          var arguments = new ArrayList<byte[]>();
          arguments.add(Bytes.of(worker.id()));
          arguments.add(Bytes.of(isGone ? 1 : 0));
          arguments.add(Workers.pack(worker, descriptions));
          for (int i = 0; i < descriptions.size(); i++) {
            TypeRegistration type = worker.types().get(i);
            arguments.add(Bytes.of(type.name().value()));
            arguments.add(it.names().of(type.name()).text());
            arguments.add(Bytes.of(Times.millis(type.retention())));
            arguments.add(descriptions.get(i));
          }
          it.call(Script.REGISTER, now, arguments);
          return it;
        });
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    change.checkFits(selection);
    return with(
        it ->
            switch (selection) {
              case Selection.Queue(var type) ->
                  changeQueue(it, type, change instanceof Change.Pause, now);
              case Selection.Ids(var ids) ->
                  changeTasks(it, ids, change, now, Optional.empty(), false);
              case Selection.Matching matching -> {
                List<TaskId> ids = matching(it, matching, change);
                yield changeTasks(
                    it, ids, change, now, Optional.of(matching.status()), ids.size() == MAX_BATCH);
              }
            });
  }

  private Changed changeQueue(Session it, TypeName type, boolean pause, Instant now) {
    List<byte[]> arguments = List.of(it.names().of(type).text(), Bytes.of(pause ? 1 : 0));
    if (it.call(Script.PAUSE, now, arguments) instanceof byte[] published) {
      hints.tell(published);
    }
    return new Changed(List.of(), List.of(), false);
  }

  private Changed changeTasks(
      Session it,
      List<TaskId> ids,
      Change change,
      Instant now,
      Optional<TaskStatus> chosenBy,
      boolean bounded) {
    if (ids.isEmpty()) {
      return new Changed(List.of(), List.of(), false);
    }
    Answers said =
        Answers.of(it.call(Script.CHANGE, now, Changing.arguments(ids, change, chosenBy)));
    hints.tell(said.bytes(1));
    return Changing.changed(
        ids, said.list(0), bounded, id -> Reading.uniqueKey(it, id).orElse(null));
  }

  private static List<TaskId> matching(Session it, Selection.Matching matching, Change change) {
    var ids = new ArrayList<TaskId>();
    Iterator<Segment.Placed> list =
        new Pages(it)
            .list(Optional.of(matching.status()), matching.type(), Optional.empty(), MAX_BATCH);
    while (ids.size() < MAX_BATCH && list.hasNext()) {
      Task task = list.next().task();
      if (Pages.matches(task, matching.type(), matching.userId(), matching.errorType())
          && !Changing.isAsWished(task, change)) {
        ids.add(task.id());
      }
    }
    return ids;
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    TaskStore.checkBatch(ids);
    return with(it -> Reading.find(it, ids));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return with(it -> Pages.page(placed(it, query), query));
  }

  /// The list of a query, for it to be merged with those of other shards.
  Iterator<Segment.Placed> placed(TaskQuery query) {
    return with(it -> placed(it, query));
  }

  private static Iterator<Segment.Placed> placed(Session it, TaskQuery query) {
    boolean isFiltered = query.userId().isPresent() || query.errorType().isPresent();
    return new Pages(it)
        .list(query.status(), query.type(), query.after(), isFiltered ? MAX_BATCH : query.limit());
  }

  @Override
  public History history(TaskId id) {
    return with(it -> Reading.history(it, id));
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return with(it -> Reading.position(it, id));
  }

  @Override
  public Counts counts() {
    return with(Reading::counts);
  }

  @Override
  public Registry registry() {
    return with(Reading::registry);
  }

  @Override
  public List<Advice> advice() {
    String info = link.call("INFO") instanceof byte[] said ? Bytes.text(said) : "";
    return new Examining(info, fsync()).advice();
  }

  /// Not every user may ask for settings.
  private String fsync() {
    try {
      return link.call("CONFIG", "GET", "appendfsync") instanceof List<?> pair
              && pair.size() == 2
              && pair.get(1) instanceof byte[] value
          ? Bytes.text(value)
          : "";
    } catch (StoreException e) {
      log.atDebug().setMessage("the server does not tell its settings").setCause(e).log();
      return "";
    }
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    return hints.subscribe(listener);
  }

  /// Tasks that their producers know by names of their own.
  Aliases aliases() {
    return new Aliases(this, link, new Outside(settings, link), hints);
  }

  /// Where scripts publish that a word about a task with an alias is owed.
  String owedChannel() {
    return Bytes.text(prefix) + "owed";
  }

  Answers owed(int max, Duration toSay, Instant now) {
    List<byte[]> arguments = List.of(Bytes.of(max), Bytes.of(toSay.toMillis()));
    return with(it -> Answers.of(it.call(Script.OWED, now, arguments)));
  }

  void strike(List<Aliases.Owed> said) {
    var arguments = new ArrayList<byte[]>();
    for (Aliases.Owed each : said) {
      arguments.add(Bytes.of(each.mark()));
      arguments.add(Ids.bytes(each.task()));
    }
    with(
        it -> {
          it.call(Script.STRIKE, Instant.EPOCH, arguments);
          return said;
        });
  }

  boolean isKnown(String alias) {
    return with(it -> it.read(Script.KNOWN, Bytes.of(alias)) instanceof Long found && found == 1);
  }

  @Override
  public void close() {
    link.close();
    hints.close();
  }
}
