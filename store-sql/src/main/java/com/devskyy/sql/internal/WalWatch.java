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
import org.jspecify.annotations.Nullable;

/// Notices that somebody writes to the file: every commit, of any process, appends to the file's
/// write-ahead log. Whether it was another process is the writer's to find out.
///
/// The system tells of the append; but what was appended counts only once it was synced, of which
/// nothing tells. So after each notice there are a few more, ever further apart.
final class WalWatch implements AutoCloseable {
  /// How often to look where the system does not tell.
  private static final Duration POLL = Duration.ofMillis(50);

  /// Until the first look after a notice; also the rest that our own busy writer is given.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  /// A sync that takes longer than about this may be noticed with the next commit only.
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  /// Absent where the system does not tell.
  private final @Nullable WatchService service;

  private final String logName;
  private final Runnable notice;
  private volatile boolean closed;

  /// @param file the database
  /// @param notice must return at once
  WalWatch(Path file, Runnable notice, String threadName) {
    this.notice = notice;
    logName = file.getFileName() + "-wal";
    service = watch(requireNonNull(file.toAbsolutePath().getParent()));
    Thread.ofPlatform().daemon().name(threadName).start(this::work);
  }

  private static @Nullable WatchService watch(Path folder) {
    // Elsewhere the JDK's service polls by itself, every few seconds.
    String system = System.getProperty("os.name", "");
    if (!system.startsWith("Linux") && !system.startsWith("Windows")) {
      return null;
    }
    WatchService service = null;
    try {
      service = folder.getFileSystem().newWatchService();
      folder.register(
          service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
      return service;
    } catch (IOException _) {
      // As when the user has no more watches left: then we look by ourselves.
      closeQuietly(service);
      return null;
    }
  }

  private void work() {
    try {
      if (service != null) {
        lookWhenTold(service);
      } else {
        lookAllTheTime();
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // The end.
    }
  }

  private void lookWhenTold(WatchService service) throws InterruptedException {
    while (!closed) {
      boolean concerns = concernsLog(service.take());
      for (long pause = FIRST_PAUSE.toNanos();
          concerns && pause <= LAST_PAUSE.toNanos();
          pause *= 2) {
        notice.run();
        LockSupport.parkNanos(FIRST_PAUSE.toNanos());
        WatchKey again = service.poll(pause, TimeUnit.NANOSECONDS);
        if (again != null && concernsLog(again)) {
          pause = FIRST_PAUSE.toNanos() / 2;
        }
      }
    }
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
