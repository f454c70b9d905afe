package com.devskyy.redis.internal;

import com.devskyy.engine.store.Outage;
import com.devskyy.engine.store.StoreException;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which of a store's servers do not answer, told by the slots that were asked for. For the log it
/// is one outage, from the first that falls silent until none is: however many links lead there,
/// and however often they are made anew. Threads share it.
final class Silences {
  private final boolean isCluster;
  private final Outage outage;

  /// Guarded by this.
  private final NavigableSet<Integer> silent = new TreeSet<>();

  private volatile boolean any;

  Silences(RedisSettings settings) {
    isCluster = settings.address().kind() == RedisAddress.Kind.CLUSTER;
    outage = new Outage("Redis", settings.address().toString(), System::nanoTime);
  }

  /// Slots that one server has.
  record Range(int first, int last) {
    static Range of(int slot) {
      return new Range(slot, slot);
    }
  }

  /// A call to the server of some slots had no answer, and is repeated.
  synchronized void noAnswer(Range slots, String why) {
    silent.add(isCluster ? slots.first() : 0);
    any = true;
    outage.noAnswer(why);
  }

  /// A call to the server of some slots had its answer.
  void answered(Range slots) {
    if (any) {
      end(slots);
    }
  }

  private synchronized void end(Range slots) {
    if (isCluster) {
      silent.subSet(slots.first(), true, slots.last(), true).clear();
    } else {
      silent.clear();
    }
    if (silent.isEmpty()) {
      outage.answered();
      any = false;
    }
  }

  /// Marks what is thrown, while the log has said what it is about.
  StoreException marked(StoreException trouble) {
    return outage.marked(trouble);
  }
}
