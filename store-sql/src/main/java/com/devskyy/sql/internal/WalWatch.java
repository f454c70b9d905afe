package com.devskyy.sql.internal;

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
final class WalWatch implements AutoCloseable {
  /// How often to look where the system does not tell.
  private static final Duration POLL = Duration.ofMillis(50);

  /// Rest after each notice, so that our own busy writer does not keep us busy too.
  private static final Duration REST = Duration.ofMillis(2);

  private final WatchService service;
  private final boolean tells;
  private final String logName;
  private final Runnable notice;
  private volatile boolean closed;

  /// @param file the database
  /// @param notice must return at once
  WalWatch(Path file, Runnable notice, String threadName) throws IOException {
    this.notice = notice;
    logName = file.getFileName() + "-wal";
    Path folder = file.toAbsolutePath().getParent();
    service = folder.getFileSystem().newWatchService();
    // Elsewhere the JDK's service polls by itself, every few seconds.
    String system = System.getProperty("os.name", "");
    tells = system.startsWith("Linux") || system.startsWith("Windows");
    if (tells) {
      folder.register(
          service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
    }
    Thread.ofPlatform().daemon().name(threadName).start(this::work);
  }

  private void work() {
    try {
      while (!closed) {
        WatchKey key =
            tells ? service.take() : service.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null || concernsLog(key)) {
          notice.run();
          LockSupport.parkNanos(REST.toNanos());
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // The end.
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

  @Override
  public void close() throws IOException {
    closed = true;
    service.close();
  }
}
