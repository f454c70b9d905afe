package com.devskyy.sql;

import com.devskyy.engine.Pauses;
import com.devskyy.engine.Signal;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.postgres.OutboxTable;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the tasks of an [Outbox] to the store they are for, in the order in which they were
/// written, with the ids they were given. A task is removed once the other store has it; whoever is
/// killed in between has it handed over again, which the other store knows by its id.
///
/// Any number of processes may have a relay; one at a time works. While a store cannot be reached,
/// tasks stay where they are.
public final class OutboxRelay implements AutoCloseable {
  /// How long it waits for a hint before it looks by itself.
  private static final Duration SLOW_POLL = Duration.ofSeconds(2);

  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(5));

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  private final OutboxTable table;
  private final TaskStore target;
  private final News news;
  private final Signal work = new Signal();
  private final AutoCloseable subscription;
  private final Thread thread;
  private volatile boolean closed;

  /// Told when the relay stops and goes on, once each time, by its thread.
  public interface News {
    /// Tasks stay in the outbox for now; it is tried again.
    ///
    /// @param why a [StoreException] where a store does not answer or refuses; anything else is a
    ///     fault of a program, or of what stands in the outbox
    void stopped(RuntimeException why);

    /// They are handed over again.
    void goesOn();
  }

  /// Starts one.
  ///
  /// @param from holds the outbox
  /// @param target gets the tasks
  public OutboxRelay(PostgresStore from, TaskStore target, News news) {
    this.table = from.inner().outbox();
    this.target = target;
    this.news = news;
    subscription = from.inner().subscribeOutbox(work::set);
    thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::work);
  }

  private void work() {
    Duration pause = Duration.ZERO;
    try {
      while (!closed) {
        try {
          OptionalInt relayed = relay(table, target);
          if (!pause.isZero()) {
            pause = Duration.ZERO;
            tell(News::goesOn);
          }
          if (relayed.orElse(0) == 0) {
            work.await(SLOW_POLL);
          }
        } catch (RuntimeException e) {
          if (pause.isZero()) {
            tell(it -> it.stopped(e));
          }
          pause = PAUSES.after(pause);
          new Signal().await(pause);
        }
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  /// Whatever a listener makes of it, the relay goes on.
  private void tell(Consumer<News> what) {
    try {
      what.accept(news);
    } catch (RuntimeException e) {
      log.atWarn().setMessage("a listener of the outbox relay failed").setCause(e).log();
    }
  }

  /// Hands over what can be handed over in one call, on this thread.
  ///
  /// @return how many tasks; empty when another relay is at it
  /// @throws StoreException when either store cannot be reached or refuses
  static OptionalInt relay(OutboxTable table, TaskStore target) {
    return table.relay(tasks -> target.insert(tasks, target.clock().instant()));
  }

  /// Ends it; tasks not handed over stay in the outbox. Safe to call twice.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
      subscription.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
