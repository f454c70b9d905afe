package com.devskyy.redis.internal;

import java.util.random.RandomGenerator;

/// Random bytes. Threads share it, whatever its source can do.
final class Tokens {
  private static final int BYTES = 8;

  private final RandomGenerator random;

  Tokens(RandomGenerator random) {
    this.random = random;
  }

  /// Eight of them.
  synchronized byte[] next() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
