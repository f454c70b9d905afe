package com.devskyy.sql.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Notices that somebody writes to the file: every commit, of any process, appends to the file's
/// write-ahead log. Whether it was another process is the writer's to find out.
///
/// The system tells of the append; but what was appended counts only at the end of the commit, of
/// which nothing tells. So after each notice there are a few more, ever further apart.
///
/// While our own writer is busy it sees by itself what others wrote, at the beginning of each
/// transaction. Then nothing is watched: the system would tell of every page it writes.
final class WalWatch implements AutoCloseable {
  /// How often to look where the system does not tell.
  private static final Duration POLL = Duration.ofMillis(50);

  /// Until the first look after a notice.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  /// A commit that writes longer than about this may be noticed with the next one only.
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  /// How often to look at least while nothing is watched.
  private static final Duration REST = Duration.ofMillis(5);

  /// Transactions within a few rests that make a writer busy.
  private static final int BUSY = 4;

  private static final int RESTS = 4;

  /// Absent where the system does not tell.
  private final @Nullable WatchService service;

  private final Path folder;
  private final String logName;
  private final Runnable notice;
  private final LongSupplier transactions;
  private volatile boolean closed;

  /// @param file the database
  /// @param notice called by the thread of the watch, which goes on when it returns: it may wait
  ///     for a transaction
  /// @param transactions how many our own writer has made
  WalWatch(Path file, Runnable notice, LongSupplier transactions, String threadName) {
    this.notice = notice;
    this.transactions = transactions;
    folder = requireNonNull(file.toAbsolutePath().getParent());
    logName = file.getFileName() + "-wal";
    service = newService();
    Thread.ofPlatform().daemon().name(threadName).start(this::work);
  }

  private @Nullable WatchService newService() {
    // Elsewhere the JDK's service polls by itself, every few seconds.
    String system = System.getProperty("os.name", "");
    if (!system.startsWith("Linux") && !system.startsWith("Windows")) {
      return null;
    }
    WatchService service = null;
    try {
      service = folder.getFileSystem().newWatchService();
      watch(service);
      return service;
    } catch (IOException _) {
      // As when the user has no more watches left: then we look by ourselves.
      closeQuietly(service);
      return null;
    }
  }

  private WatchKey watch(WatchService service) throws IOException {
    return folder.register(
        service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
  }

  private void work() {
    try {
      if (service != null) {
        lookWhenTold(service);
      } else {
        lookAllTheTime();
      }
    } catch (IOException _) {
      // The watch could not be set up again.
      lookAllTheTime();
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // The end.
    }
  }

  private void lookWhenTold(WatchService service) throws IOException, InterruptedException {
    while (!closed) {
      WatchKey watch = watch(service);
      // Something may have been written while nothing was watched.
      boolean busy = lookAFewTimes(service);
      while (!closed && !busy) {
        busy = concernsLog(service.take()) && lookAFewTimes(service);
      }
      watch.cancel();
      while (!closed && busy) {
        long before = transactions.getAsLong();
        for (int i = 0; i < RESTS; i++) {
          LockSupport.parkNanos(REST.toNanos());
          notice.run();
        }
        busy = transactions.getAsLong() - before >= BUSY;
      }
    }
  }

  /// Looks ever less often, from the start again when told again.
  ///
  /// @return true when it was our own writer that made itself heard, again and again
  private boolean lookAFewTimes(WatchService service) throws InterruptedException {
    long began = System.nanoTime();
    long before = transactions.getAsLong();
    long pause = FIRST_PAUSE.toNanos();
    while (pause <= LAST_PAUSE.toNanos()) {
      notice.run();
      LockSupport.parkNanos(FIRST_PAUSE.toNanos());
      WatchKey again = service.poll(pause, TimeUnit.NANOSECONDS);
      pause *= 2;
      if (again != null && concernsLog(again)) {
        long own = transactions.getAsLong() - before;
        long time = System.nanoTime() - began;
        if (own >= BUSY && own * RESTS * REST.toNanos() >= BUSY * time) {
          return true;
        }
        pause = FIRST_PAUSE.toNanos();
      }
    }
    return false;
  }

  private void lookAllTheTime() {
    while (!closed) {
      LockSupport.parkNanos(POLL.toNanos());
      notice.run();
    }
  }

  private boolean concernsLog(WatchKey key) {
    boolean concerns = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      @Nullable Object name = event.context();
      concerns |= name == null || name.toString().equals(logName);
    }
    key.reset();
    return concerns;
  }

  /// Ends it; safe to call twice.
  @Override
  public void close() {
    closed = true;
    closeQuietly(service);
  }

  private static void closeQuietly(@Nullable WatchService service) {
    if (service != null) {
      try {
        service.close();
      } catch (IOException _) {
        // Nothing that anybody could do about it.
      }
    }
  }
}
