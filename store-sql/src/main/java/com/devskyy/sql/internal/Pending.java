package com.devskyy.sql.internal;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A command and its caller, who waits for the answer.
final class Pending<T> {
  private final Writer.Command<T> command;
  final int items;
  final boolean synced;
  final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T result;

  Pending(Writer.Command<T> command, int items, boolean synced) {
    this.command = command;
    this.items = items;
    this.synced = synced;
  }

  void run(Tx tx) throws SQLException {
    result = command.run(tx);
  }

  void succeed() {
    answer.complete(requireNonNull(result));
  }
}
