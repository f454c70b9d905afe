package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Stores that break the contract in one way each, as a hasty author might.
final class PlantedFaults {
  private PlantedFaults() {}

  static TaskStore sound(InstantSource clock, StoreSettings settings) {
    return new MemoryTaskStore(clock, settings, new SplittableRandom(1));
  }

  /// A contract run on a store with a fault. Not found by the build on its own: nested.
  abstract static class Planted extends TaskStoreContract {
    private final StoreFactory factory;

    Planted(StoreFactory factory) {
      this.factory = factory;
    }

    @Override
    protected TaskStore open(InstantSource clock, StoreSettings settings) {
      return factory.open(clock, settings);
    }

    @Override
    protected TaskStore reopen(TaskStore store) {
      return store;
    }
  }

  /// Looks at task and run only.
  static final class NoTokenCheck extends ForwardingTaskStore {
    private final Map<TaskId, Lease> last = new ConcurrentHashMap<>();

    NoTokenCheck(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      Claimed claimed = super.claim(request);
      claimed.leases().forEach(leased -> last.put(leased.lease().task(), leased.lease()));
      return claimed;
    }

    @Override
    public List<Write.Answer> apply(List<Write> writes, Instant now) {
      return super.apply(
          writes.stream().map(it -> new Write(bend(it.lease()), it.n(), it.what())).toList(), now);
    }

    private Lease bend(Lease lease) {
      Lease current = last.getOrDefault(lease.task(), lease);
      return new Lease(
          lease.task(),
          lease.run(),
          current.run() == lease.run() ? current.token() : lease.token(),
          lease.until());
    }
  }

  /// Looks at the task alone: a late owner is believed.
  static final class LateOwnerBelieved extends ForwardingTaskStore {
    private final Map<TaskId, Lease> last = new ConcurrentHashMap<>();

    LateOwnerBelieved(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      Claimed claimed = super.claim(request);
      claimed.leases().forEach(leased -> last.put(leased.lease().task(), leased.lease()));
      return claimed;
    }

    @Override
    public List<Write.Answer> apply(List<Write> writes, Instant now) {
      return super.apply(
          writes.stream().map(it -> new Write(bend(it.lease()), it.n(), it.what())).toList(), now);
    }

    @Override
    public List<Extended> extend(List<Lease> leases, Instant now) {
      return super.extend(leases.stream().map(this::bend).toList(), now);
    }

    private Lease bend(Lease lease) {
      return last.getOrDefault(lease.task(), lease);
    }
  }

  /// Looks at this machine's clock.
  static final class OwnClock extends ForwardingTaskStore {
    OwnClock(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
      return super.insert(tasks, InstantSource.system().instant());
    }
  }

  /// Believes the clock of whoever claims, here two minutes ahead.
  static final class CallersClock extends ForwardingTaskStore {
    CallersClock(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      return super.claim(
          new ClaimRequest(
              request.worker(),
              request.n(),
              request.slots(),
              request.total(),
              request.maxBytes(),
              request.idle(),
              request.now().plus(Duration.ofMinutes(2))));
    }
  }

  /// Takes every lost lease for a crash: never notes that a worker lives.
  static final class EveryLossIsACrash extends ForwardingTaskStore {
    EveryLossIsACrash(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public void register(WorkerRecord worker, Instant now) {}
  }

  /// Gives suspects out like any other task.
  static final class NeverAlone extends ForwardingTaskStore {
    NeverAlone(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      Claimed claimed =
          super.claim(
              new ClaimRequest(
                  request.worker(),
                  request.n(),
                  request.slots(),
                  request.total(),
                  request.maxBytes(),
                  true,
                  request.now()));
      return new Claimed(
          claimed.leases().stream()
              .map(it -> new Claimed.Leased(it.task(), it.lease(), false))
              .toList(),
          false);
    }
  }

  /// Takes every claim for a new one.
  static final class ClaimsNotNumbered extends ForwardingTaskStore {
    private final AtomicLong n = new AtomicLong();

    ClaimsNotNumbered(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      return super.claim(
          new ClaimRequest(
              request.worker(),
              n.incrementAndGet(),
              request.slots(),
              request.total(),
              request.maxBytes(),
              request.idle(),
              request.now()));
    }
  }

  /// Takes every write for a new one.
  static final class WritesNotNumbered extends ForwardingTaskStore {
    private final AtomicInteger n = new AtomicInteger();

    WritesNotNumbered(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public List<Write.Answer> apply(List<Write> writes, Instant now) {
      return super.apply(
          writes.stream().map(it -> new Write(it.lease(), n.incrementAndGet(), it.what())).toList(),
          now);
    }
  }

  /// Counts beside the rows: also what was not stored.
  static final class CountsBesideRows extends ForwardingTaskStore {
    private final Map<TypeName, Long> inserts = new ConcurrentHashMap<>();

    CountsBesideRows(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
      List<InsertAnswer> answers = super.insert(tasks, now);
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i).kind() != InsertAnswer.Kind.INSERTED) {
          inserts.merge(tasks.get(i).type(), 1L, Long::sum);
        }
      }
      return answers;
    }

    @Override
    public Counts counts() {
      var queues = new TreeMap<>(super.counts().queues());
      queues.replaceAll(
          (type, queue) -> {
            var counted = new HashMap<>(queue.tasks());
            if (inserts.containsKey(type)) {
              counted.merge(TaskStatus.QUEUED, inserts.get(type), Long::sum);
            }
            return new Counts.Queue(counted, queue.oldestQueued(), queue.paused());
          });
      return new Counts(queues);
    }
  }

  /// Never lets go of a unique key.
  static final class KeysNotReleased extends ForwardingTaskStore {
    private final Map<String, TaskId> holders = new ConcurrentHashMap<>();

    KeysNotReleased(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
      var answers = new ArrayList<InsertAnswer>();
      for (NewTask task : tasks) {
        String key = task.type() + task.uniqueKey().map(UniqueKey::value).orElse(task.id().value());
        TaskId holder = holders.putIfAbsent(key, task.id());
        answers.add(
            holder == null || holder.equals(task.id())
                ? super.insert(List.of(task), now).getFirst()
                : new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
      }
      return answers;
    }
  }

  /// Reads and writes JSON instead of keeping it.
  static final class RewritesJson extends ForwardingTaskStore {
    RewritesJson(InstantSource clock, StoreSettings settings) {
      super(sound(clock, settings));
    }

    @Override
    public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
      return super.insert(
          tasks.stream()
              .map(
                  it ->
                      new NewTask(
                          it.id(),
                          it.type(),
                          Json.of(it.input().text().strip()),
                          it.priority(),
                          it.userId(),
                          it.tier(),
                          it.weight(),
                          it.dueAt(),
                          it.deadline(),
                          it.runLimit(),
                          it.uniqueKey(),
                          it.parent()))
              .toList(),
          now);
    }
  }
}
