package com.devskyy.ml.sentiment;

import java.util.Arrays;

/// Numbers hashes 0, 1, 2 ... in the order they come. Open addressing, as boxed maps take ten times
/// the memory. Once filled, any number of threads may call [#find].
final class HashIndex {
  private int[] hashes;
  private int[] slots;
  private int size;

  HashIndex(int expected) {
    hashes = new int[Math.max(16, expected)];
    slots = emptySlots(hashes.length);
  }

  /// The number of a hash; the next free one if it is new.
  int add(int hash) {
    int slot = slot(hash);
    if (slots[slot] >= 0) {
      return slots[slot];
    }
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      slots = emptySlots(hashes.length);
      for (int i = 0; i < size; i++) {
        slots[slot(hashes[i])] = i;
      }
      slot = slot(hash);
    }
    hashes[size] = hash;
    slots[slot] = size;
    return size++;
  }

  /// The number of a hash, or -1.
  int find(int hash) {
    return slots[slot(hash)];
  }

  int hash(int number) {
    return hashes[number];
  }

  int size() {
    return size;
  }

  private int slot(int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] >= 0 && hashes[slots[slot]] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /// At most half full, a power of two.
  private static int[] emptySlots(int capacity) {
    var slots = new int[Integer.highestOneBit(capacity * 2 - 1) * 2];
    Arrays.fill(slots, -1);
    return slots;
  }
}
