package com.devskyy.redis.internal;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/// Several lists of the same order as one, in order of their cursors. Used by one thread.
final class Merged implements Iterator<Segment.Placed> {
  private final PriorityQueue<Head> heads;

  private record Head(Segment.Placed placed, Iterator<Segment.Placed> rest) {}

  /// @param order of the cursors
  Merged(List<? extends Iterator<Segment.Placed>> lists, Comparator<String> order) {
    heads =
        new PriorityQueue<>(
            Math.max(1, lists.size()), Comparator.comparing(head -> head.placed().cursor(), order));
    lists.forEach(this::add);
  }

  private void add(Iterator<Segment.Placed> list) {
    if (list.hasNext()) {
      heads.add(new Head(list.next(), list));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Segment.Placed next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    add(head.rest());
    return head.placed();
  }
}
