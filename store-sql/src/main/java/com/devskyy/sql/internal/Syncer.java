package com.devskyy.sql.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes commits durable, while the writer goes on with the next: one sync serves all commits that
/// were made before it began. Whoever is to be told of a commit only once it is durable waits here.
///
/// As with the [Writer], a thread that may wait for the disk does it itself when nobody else does;
/// all else is done by a thread of the syncer's own.
///
/// A sync that fails is the last: the system may have dropped what it could not write, and a later
/// sync then succeeds without it.
final class Syncer implements AutoCloseable {
  private final Disk disk;
  private final ConcurrentLinkedQueue<Commit> commits = new ConcurrentLinkedQueue<>();
  private final ReentrantLock syncing = new ReentrantLock();
  private final Thread thread;
  private volatile @Nullable IOException failure;
  private volatile boolean closed;

  /// What is waited for.
  interface Disk {
    /// Returns when all that was committed before the call survives a power failure.
    void sync() throws IOException;

    void close() throws IOException;
  }

  /// A commit that is not durable yet.
  @FunctionalInterface
  interface Commit {
    /// Told once: it is durable now, or will perhaps never be.
    void synced(@Nullable IOException failure);
  }

  Syncer(Disk disk, String threadName) {
    this.disk = disk;
    thread = Thread.ofPlatform().daemon().name(threadName).start(this::work);
  }

  /// Why nothing is synced any more; null while all is well.
  @Nullable IOException failure() {
    return failure;
  }

  /// Takes note of a commit; [#sync] or [#start] follows.
  void add(Commit commit) {
    commits.add(commit);
  }

  /// Waits for the disk on this thread, unless another does already.
  void sync() {
    if (syncing.tryLock()) {
      try {
        syncAll();
      } finally {
        syncing.unlock();
      }
    }
    start();
  }

  /// Has it done by another thread, if there is anything to do.
  void start() {
    if (!commits.isEmpty()) {
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    while (!closed) {
      if (commits.isEmpty()) {
        LockSupport.park(this);
      } else {
        syncing.lock();
        try {
          syncAll();
        } finally {
          syncing.unlock();
        }
      }
    }
  }

  private void syncAll() {
    var made = new ArrayList<Commit>();
    for (Commit next = commits.poll(); next != null; next = commits.poll()) {
      made.add(next);
    }
    if (made.isEmpty()) {
      return;
    }
    if (failure == null) {
      try {
        disk.sync();
      } catch (IOException e) {
        failure = e;
      }
    }
    for (Commit commit : made) {
      commit.synced(failure);
    }
  }

  /// Syncs what is left; safe to call twice. Nothing may be added afterwards.
  @Override
  public void close() throws IOException {
    syncing.lock();
    try {
      syncAll();
      closed = true;
      disk.close();
    } finally {
      syncing.unlock();
    }
    LockSupport.unpark(thread);
  }
}
