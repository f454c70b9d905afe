package com.devskyy.fakes;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/// What is to go wrong next, each once, in the order it was asked for. Threads may share it.
final class Faults<F> {
  private final Deque<F> next = new ArrayDeque<>();

  synchronized void add(F fault, int times) {
    for (int i = 0; i < times; i++) {
      next.add(fault);
    }
  }

  /// Takes the next one that can go wrong at this place, if it is the next of all.
  synchronized Optional<F> take(Collection<F> here) {
    F fault = next.peek();
    return fault != null && here.contains(fault) ? Optional.of(next.remove()) : Optional.empty();
  }
}
