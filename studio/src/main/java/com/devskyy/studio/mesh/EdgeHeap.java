package com.devskyy.studio.mesh;

import java.util.Arrays;

/// Edges by cost, the cheapest first; equal costs in the order they came. Entries are not taken
/// out when an edge changes: whoever pops compares the stamp.
final class EdgeHeap {
  private double[] costs;
  private int[] firsts;
  private int[] seconds;
  private int[] stamps;
  private int[] heap;
  private int entries;
  private int size;
  private int popped;

  EdgeHeap(int expected) {
    int room = Math.max(16, expected);
    costs = new double[room];
    firsts = new int[room];
    seconds = new int[room];
    stamps = new int[room];
    heap = new int[room];
  }

  void push(double cost, int a, int b, int stamp) {
    if (entries == costs.length) {
      int room = 2 * entries;
      costs = Arrays.copyOf(costs, room);
      firsts = Arrays.copyOf(firsts, room);
      seconds = Arrays.copyOf(seconds, room);
      stamps = Arrays.copyOf(stamps, room);
      heap = Arrays.copyOf(heap, room);
    }
    costs[entries] = cost;
    firsts[entries] = a;
    seconds[entries] = b;
    stamps[entries] = stamp;
    int at = size++;
    int entry = entries++;
    while (at > 0 && before(entry, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  private boolean before(int one, int other) {
    return costs[one] < costs[other] || (costs[one] == costs[other] && one < other);
  }

  boolean pop() {
    if (size == 0) {
      return false;
    }
    popped = heap[0];
    int entry = heap[--size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      child += child + 1 < size && before(heap[child + 1], heap[child]) ? 1 : 0;
      if (!before(heap[child], entry)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
    return true;
  }

  int a() {
    return firsts[popped];
  }

  int b() {
    return seconds[popped];
  }

  int stamp() {
    return stamps[popped];
  }
}
