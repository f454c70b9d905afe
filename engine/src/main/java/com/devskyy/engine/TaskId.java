package com.devskyy.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// A task's identity: a ULID, 26 characters of Crockford's base 32, made by the client before
/// anything is sent, so that a repeated insert is harmless. The first 10 characters are the
/// milliseconds since the epoch, the next 2 the shard (0 to 1023), the last 14 are random. Text
/// order is order of creation within one [Generator].
///
/// @param value the 26 characters, upper case
/// @see <a href="https://github.com/ulid/spec">ULID specification</a>
public record TaskId(String value) implements Comparable<TaskId> {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final long RANDOM_MASK = (1L << 35) - 1;

  public TaskId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a task id is 26 characters of 0-9 and A-Z without I, L, O, U, the first at most 7; was \"%s\""
              .formatted(value));
    }
  }

  /// Whether the text is a well-formed id.
  public static boolean isValid(String value) {
    if (value.length() != LENGTH || value.charAt(0) > '7') {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!isDigit(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Not by a look into the alphabet: ids are checked wherever they come in, several times in a
  /// task's life.
  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U');
  }

  /// The shard this id was made for, 0 to 1023.
  public int shard() {
    return ALPHABET.indexOf(value.charAt(10)) << 5 | ALPHABET.indexOf(value.charAt(11));
  }

  /// The id of a child by name: always the same, in this task's shard.
  public TaskId child(String name) {
    byte[] hash = Sha256.of((value + "/" + name).getBytes(UTF_8));
    var text = new StringBuilder(LENGTH).append(value, 0, 12);
    for (int i = 0; i < 14; i++) {
      text.append(ALPHABET.charAt(hash[i] & 31));
    }
    return new TaskId(text.toString());
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  /// Makes ids for one shard. Ids of one generator grow strictly, also within a millisecond and
  /// when the clock steps back. Threads may share it.
  public static final class Generator {
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int shard;

    // Guarded by this.
    private long lastMillis = -1;
    private long high;
    private long low;

    /// @param shard 0 to 1023
    public Generator(InstantSource clock, RandomGenerator random, int shard) {
      if (shard < 0 || shard > 1023) {
        throw new IllegalArgumentException("shard must be 0 to 1023, was " + shard);
      }
      this.clock = clock;
      this.random = random;
      this.shard = shard;
    }

    /// The next id.
    public synchronized TaskId next() {
      long now = clock.millis();
      if (now > lastMillis) {
        lastMillis = now;
        // The top bit stays free so that counting up within the millisecond cannot overflow.
        high = random.nextLong() & (RANDOM_MASK >> 1);
        low = random.nextLong() & RANDOM_MASK;
      } else if (low < RANDOM_MASK) {
        low++;
      } else {
        low = 0;
        high++;
      }
      var text = new char[LENGTH];
      write(text, 0, 10, lastMillis);
      write(text, 10, 2, shard);
      write(text, 12, 7, high);
      write(text, 19, 7, low);
      return new TaskId(new String(text));
    }

    private static void write(char[] into, int from, int length, long bits) {
      for (int i = from + length - 1; i >= from; i--) {
        into[i] = ALPHABET.charAt((int) (bits & 31));
        bits >>>= 5;
      }
    }
  }
}
