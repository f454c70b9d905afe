package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Signal;
import com.devskyy.engine.store.TaskStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waits until something is as wished, and looks whenever it is told that something has happened.
public final class Lookout {
  /// How often to look besides: whoever tells may miss one, as when a folder is made and filled
  /// before it is watched.
  private static final Duration UNTOLD = Duration.ofSeconds(1);

  private Lookout() {}

  /// Waits for what files below a folder show.
  public static void onFiles(Path folder, Duration patience, String what, BooleanSupplier wish)
      throws Exception {
    try (WatchService events = folder.getFileSystem().newWatchService()) {
      // The watch comes before each look: what happens after the look is told.
      watch(folder, events);
      until(
          what,
          patience,
          wish,
          atMost -> {
            WatchKey key = events.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            for (; key != null; key = events.poll()) {
              key.pollEvents();
              key.reset();
            }
            watch(folder, events);
          });
    }
  }

  /// Waits for what a store shows, also of what other processes do to it.
  public static void onStore(TaskStore store, Duration patience, String what, BooleanSupplier wish)
      throws Exception {
    var changed = new Signal();
    try (AutoCloseable _ = store.subscribe(_ -> changed.set())) {
      until(what, patience, wish, changed::await);
    }
  }

  /// Waits for something to happen.
  private interface Event {
    void await(Duration atMost) throws Exception;
  }

  private static void until(String what, Duration patience, BooleanSupplier wish, Event event)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!wish.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
      event.await(UNTOLD);
    }
  }

  /// Watches a folder and those in it; one that is watched already stays so.
  private static void watch(Path folder, WatchService events) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            try {
              each.register(
                  events,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE);
            } catch (NoSuchFileException e) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path gone, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
